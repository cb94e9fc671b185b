using System.Buffers.Binary;

namespace Headrace.TestKit.Clips;

/// <summary>Files of the form IVF, in which ffmpeg writes VP8 and VP9: a header of 32 bytes, and 12 before each frame.</summary>
public static class IvfFile
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 12;

    /// <summary>The frames of a file.</summary>
    public static IReadOnlyList<byte[]> Read(string path)
    {
        byte[] bytes = File.ReadAllBytes(path);
        List<byte[]> frames = [];
        for (int at = HeaderLength; at < bytes.Length;)
        {
            int length = BinaryPrimitives.ReadInt32LittleEndian(bytes.AsSpan(at));
            frames.Add(bytes[(at + FrameHeaderLength)..(at + FrameHeaderLength + length)]);
            at += FrameHeaderLength + length;
        }

        return frames;
    }
}
