using System.Buffers;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.Mp4;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.Flv.TagBodies;

public sealed class VpxTagBodyTests
{
    [Fact]
    public void ConfigurationIsTheRecordBehindVersionAndFlags()
    {
        Assert.Equal("010000000229A20910090000", Convert.ToHexString(Write(TestTracks.Vp9)));
        Assert.Equal("010000000014820202020000", Convert.ToHexString(Write(TestTracks.Vp8)));
    }

    [Theory]
    [InlineData("the record", "0229A20910090000", true)]
    [InlineData("with version and flags, as FFmpeg 8.1 writes it", "01000000000B820202020000", true)]
    [InlineData("cut off", "0229A209100900", false)]
    [InlineData("none", "", false)]
    public void ConfigurationIsReadWithAndWithoutVersion(string name, string hex, bool isRead)
    {
        TagBody body = FlvTagBodies.Find(MediaKind.Video, new FourCc("vp09"u8))!;
        Assert.True(isRead == body.TryReadSequenceHeader(Convert.FromHexString(hex), out FlvSequence? sequence), name);
        Assert.Equal(isRead, sequence is not null);
        Assert.Same(TestTracks.Vp8.Codec, FlvTagBodies.Find(MediaKind.Video, new FourCc("vp08"u8))?.Codec);
    }

    private static byte[] Write(Track track)
    {
        Assert.True(FlvTagBodies.CanCarry(track, out _));
        ArrayBufferWriter<byte> output = new();
        FlvTagBodies.Find(track.Codec)!.WriteSequenceHeader(track, output);
        return output.WrittenSpan.ToArray();
    }
}
