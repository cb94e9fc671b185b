using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Tracks;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4;

public sealed class InitSegmentTests
{
    [Theory]
    [InlineData("h264", 1)]
    [InlineData("h264-second-pps", 1)]
    [InlineData("h265", 1)]
    [InlineData("av1", 1)]
    [InlineData("vp9", 1)]
    [InlineData("vp8", 1)]
    [InlineData("aac", 2)]
    [InlineData("he-aac", 2)]
    [InlineData("aac-96khz", 2)]
    [InlineData("opus", 2)]
    [InlineData("opus-surround", 2)]
    [InlineData("flac", 2)]
    [InlineData("flac-192khz", 2)]
    [InlineData("mp3", 2)]
    [InlineData("ac3", 2)]
    [InlineData("eac3", 2)]
    [InlineData("mp3-24khz", 2)]
    public void BoxesAreTheGoldenOnes(string name, uint trackId) => Golden.Check($"init-{name}.txt", BoxDump.Of(Write(Track(name), trackId)));

    [Theory]
    [InlineData("h264")]
    [InlineData("h264-second-pps")]
    [InlineData("h265")]
    [InlineData("av1")]
    [InlineData("vp9")]
    [InlineData("vp8")]
    [InlineData("aac")]
    [InlineData("he-aac")]
    [InlineData("aac-96khz")]
    [InlineData("opus")]
    [InlineData("opus-surround")]
    [InlineData("flac")]
    [InlineData("flac-192khz")]
    [InlineData("mp3")]
    [InlineData("ac3")]
    [InlineData("eac3")]
    [InlineData("mp3-24khz")]
    public void FormatAndParameterSetsAreReadAsWritten(string name)
    {
        Track track = Track(name);
        Assert.True(InitSegmentReader.TryRead(Write(track, 1), out InitSegmentInfo? info, out Mp4Error error), error.ToString());
        SampleDescription description = Assert.NotNull(info.Tracks[0].Description);
        Assert.Equal(track.Format, description.Format);
        Assert.Equal(track.ParameterSets.Sets.Select(Text), description.ParameterSets.Sets.Select(Text));
    }

    [Fact]
    public void VideoIsReadAsWritten()
    {
        Assert.True(InitSegmentReader.TryRead(Write(TestTracks.H264, 1), out InitSegmentInfo? info, out Mp4Error error), error.ToString());
        InitTrack track = Assert.Single(info.Tracks);
        Assert.Equal("iso6", info.MajorBrand.ToString());
        Assert.Equal((1U, 90_000U, "avc1"), (track.TrackId, track.Timescale, track.SampleEntry.ToString()));
        Assert.True(track is { IsVideo: true, IsAudio: false });

        // 320 samples of 4:3 are as wide as 426 2/3 squares.
        Assert.Equal((426, 240), (track.Width, track.Height));
    }

    [Fact]
    public void AudioIsReadAsWritten()
    {
        Assert.True(InitSegmentReader.TryRead(Write(TestTracks.Aac, 2), out InitSegmentInfo? info, out Mp4Error error), error.ToString());
        InitTrack track = Assert.Single(info.Tracks);
        Assert.Equal((2U, 48_000U, "mp4a"), (track.TrackId, track.Timescale, track.SampleEntry.ToString()));
        Assert.True(track is { IsVideo: false, IsAudio: true, Width: 0, Height: 0 });
    }

    [Fact]
    public void TimescaleIsTheClockOfTheTrack()
    {
        Assert.True(InitSegmentReader.TryRead(Write(TestTracks.HeAac, 2), out InitSegmentInfo? info, out _));
        Assert.Equal((uint)TestTracks.HeAac.ClockRate, info.Tracks[0].Timescale);
    }

    [Fact]
    public void ATrackWithoutParameterSetsIsRefusedWithAReason()
    {
        Track track = TestTracks.H264 with { ParameterSets = ParameterSets.Empty };
        Assert.False(Mp4SampleEntries.CanCarry(track, out string? reason));
        Assert.Equal("its parameter sets have not come yet", reason);
        Assert.Throws<ArgumentException>(() => Write(track, 1));
        Assert.True(Mp4SampleEntries.CanCarry(TestTracks.H264, out _));
    }

    [Fact]
    public void WhatMp4DoesNotCarryIsRefusedWithAReason()
    {
        Track track = new(0, G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty);
        Assert.False(Mp4SampleEntries.CanCarry(track, out string? reason));
        Assert.StartsWith("MP4 does not carry G.711", reason, StringComparison.Ordinal);
        Assert.False(Mp4SampleEntries.CanCarry(track with { Format = new OpaqueFormat(MediaKind.Video, "MP2T", 90_000) }, out _));
    }

    private static string Text(ParameterSet set) => $"{set.Kind} {set.Id} {Convert.ToHexString(set.Nal.Span)}";

    internal static byte[] Write(Track track, uint trackId)
    {
        using MediaBufferWriter output = new(new MediaBufferPool(), initialCapacity: 64);
        InitSegment.Write(track, trackId, output);
        return output.Written.ToArray();
    }

    internal static Track Track(string name) => name switch
    {
        "h264" => TestTracks.H264,
        "h264-second-pps" => TestTracks.H264WithSecondPps,
        "h265" => TestTracks.H265,
        "av1" => TestTracks.Av1,
        "vp9" => TestTracks.Vp9,
        "vp8" => TestTracks.Vp8,
        "aac" => TestTracks.Aac,
        "he-aac" => TestTracks.HeAac,
        "aac-96khz" => TestTracks.Aac96,
        "opus" => TestTracks.Opus,
        "opus-surround" => TestTracks.OpusSurround,
        "flac" => TestTracks.Flac,
        "flac-192khz" => TestTracks.Flac192,
        "mp3" => TestTracks.Mp3,
        "ac3" => TestTracks.Ac3,
        "eac3" => TestTracks.Eac3,
        "mp3-24khz" => TestTracks.LowMp3,
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, null),
    };
}
