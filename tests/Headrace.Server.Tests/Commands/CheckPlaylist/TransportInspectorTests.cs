using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.Server.Commands.CheckPlaylist;

namespace Headrace.Server.Tests.Commands.CheckPlaylist;

public sealed class TransportInspectorTests
{
    private const long Delay = 45_000;
    private static readonly Track Video = MakeVideo();
    private static readonly Track Audio = MakeAudio();

    [Theory]
    [InlineData(0, RandomAccessPlace.AtStart)]
    [InlineData(2, RandomAccessPlace.Within)]
    [InlineData(-1, RandomAccessPlace.None)]
    public void VideoLeadsAndSaysWhereOneCanBegin(int point, RandomAccessPlace place)
    {
        byte[] bytes = Write(180_000, point, [0, 3000, 6000, 9000]);
        Assert.Equal(new MediaTiming(180_000 + Delay, 12_000, 90_000, place), new TransportInspector().Inspect(bytes, out string? fault));
        Assert.Null(fault);
    }

    [Fact]
    public void VaryingFramesMakeTheDurationUncertain()
    {
        MediaTiming? timing = new TransportInspector().Inspect(Write(0, 0, [0, 3000, 12_000]), out _);
        Assert.Equal((18_000, 6000), (timing!.Duration, timing.Uncertainty));
    }

    [Fact]
    public void TimesGoOnWhereTheyWrapAround()
    {
        TransportInspector inspector = new();
        long late = TsTimestamp.Mask + 1 - Delay - 6000;
        MediaTiming before = inspector.Inspect(Write(late, 0, [0, 3000]), out _)!;
        MediaTiming after = inspector.Inspect(Write(late + 6000, 0, [0, 3000]), out _)!;
        Assert.Equal(before.End, after.Start);
    }

    [Fact]
    public void WhatIsMissingOrBrokenIsAFault()
    {
        byte[] bytes = Write(0, 0, [0, 3000, 6000]);
        Assert.Null(new TransportInspector().Inspect(bytes.AsSpan(0, TsPacket.Size), out string? fault));
        Assert.Equal("no tables, or no stream that they name", fault);
        Assert.NotNull(new TransportInspector().Inspect(bytes.AsSpan(0, bytes.Length - 10), out fault));
        Assert.NotNull(fault);
        new TransportInspector().Inspect([.. bytes, .. bytes], out fault);
        Assert.NotNull(fault);
    }

    [Theory]
    [InlineData("")]
    [InlineData("49443304")]
    public void WhatIsNoTransportStreamIsLeftAlone(string hex)
    {
        Assert.Null(new TransportInspector().Inspect(Convert.FromHexString(hex), out string? fault));
        Assert.Null(fault);
    }

    private static byte[] Write(long begin, int point, long[] times)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        TsMuxer muxer = new();
        muxer.SetTracks([Video, Audio]);
        for (int i = 0; i < times.Length; i++)
        {
            Assert.True(muxer.TryWrite(Unit(pool, Video, begin + times[i], i == point ? RandomAccess.Idr : RandomAccess.None), output));
            Assert.True(muxer.TryWrite(Unit(pool, Audio, (begin + times[i]) * 48_000 / 90_000, RandomAccess.Idr), output));
        }

        return output.Written.ToArray();
    }

    private static AccessUnit Unit(MediaBufferPool pool, Track track, long time, RandomAccess access) => new()
    {
        Track = track,
        Sequence = 0,
        DecodeTime = time,
        PresentationOffset = 0,
        PathTime = 0,
        Arrival = default,
        RandomAccess = access,
        Payload = pool.Copy([0, 0, 0, 3, 0x65, 1, 2]),
    };

    private static Track MakeVideo()
    {
        byte[] sps = Convert.FromHexString("67640028ACD940780227E584000003000400000300C23C60C920");
        Assert.True(H264Sps.TryParse(sps, out H264Sps? parsed));
        return new Track(0, H264Format.Of(parsed), ParameterSets.Empty.With(ParameterSetKind.Sps, 0, sps).With(ParameterSetKind.Pps, 0, [0x68, 0xEB, 0xE3, 0xCB]));
    }

    private static Track MakeAudio()
    {
        Assert.True(AacFormat.TryParse([0x11, 0x90], out AacFormat? format));
        return new Track(1, format, ParameterSets.Empty);
    }
}
