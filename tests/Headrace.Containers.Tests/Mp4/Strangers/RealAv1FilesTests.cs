using System.Buffers.Binary;
using Headrace.Media.Codecs.Av1;

namespace Headrace.Containers.Tests.Mp4.Strangers;

/// <summary>Configurations of AV1 in files of other projects, where the machine has them; what must come out was read with ffprobe.</summary>
public sealed class RealAv1FilesTests
{
    [Theory]
    [InlineData("bear-av1.mp4", "AV1 320x240", "av01.0.00M.08")]
    [InlineData("sample_with_av1c.mp4", "AV1 720x1280", "av01.0.05M.10.0.110.09.18.09.0")]
    public void FormatIsRead(string file, string description, string codecs)
    {
        string? folder = Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA");
        Assert.SkipWhen(folder is null || !File.Exists(Path.Combine(folder, file)), "The media are not here.");
        ReadOnlySpan<byte> bytes = File.ReadAllBytes(Path.Combine(folder!, file));
        int box = bytes.IndexOf("av1C"u8) - 4;
        int size = BinaryPrimitives.ReadInt32BigEndian(bytes[box..]);
        Assert.True(Av1Config.TryRead(bytes.Slice(box + 8, size - 8), out Av1Format? format));
        Assert.Equal((description, codecs), (format.Description, format.Rfc6381));
    }
}
