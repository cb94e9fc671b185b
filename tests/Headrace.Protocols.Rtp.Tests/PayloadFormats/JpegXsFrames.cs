using System.Buffers.Binary;
using Headrace.Media.Codecs.JpegXs;
using Headrace.TestKit.Clips;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Frames of JPEG XS in canonical form.</summary>
internal static class JpegXsFrames
{
    /// <summary>What made frames are.</summary>
    public static JpegXsFormat Format { get; } = new()
    {
        Width = 1920, Height = 1080, Profile = 0x3540, Level = 0x1008, Components = 3, BitDepth = 10, ChromaFormat = 2, HasFields = false, IsSliced = false,
    };

    /// <summary>A whole picture.</summary>
    public static byte[] Canonical(JpegXsFrame frame) => Canonical([frame.Whole]);

    /// <summary>Pieces behind their lengths.</summary>
    public static byte[] Canonical(IEnumerable<byte[]> pieces)
    {
        using MemoryStream output = new();
        Span<byte> length = stackalloc byte[4];
        foreach (byte[] piece in pieces)
        {
            BinaryPrimitives.WriteInt32BigEndian(length, piece.Length);
            output.Write(length);
            output.Write(piece);
        }

        return output.ToArray();
    }
}
