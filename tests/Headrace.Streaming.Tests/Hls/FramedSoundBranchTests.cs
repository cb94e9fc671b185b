using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Checking;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Hls;

/// <summary>Sound whose format only its frames tell, beside pictures: MPEG audio with RTP's clock of 90 kHz, AC-3 and E-AC-3.</summary>
public sealed class FramedSoundBranchTests : StreamTest
{
    private const int RtpClock = 90_000;

    public static TheoryData<string, AudioFormat, string, string> Formats => new()
    {
        { "mp3", MpegAudioFormat.Of(3, 44_100, 2)!, "mp4a.40.34", "2" },
        { "mp2", MpegAudioFormat.Of(2, 48_000, 1)!, "mp4a.40.33", "1" },
        { "ac3", Ac3Format.Of(new Ac3Header(1, 30, 8, 0, 7, true)), "ac-3", "6" },
        { "eac3", Eac3Format.Of(48_000, [new Eac3Program(0, 16, 0, 7, true, 0, 0)], 0, 256), "ec-3", "6" },
        { "eac3", Eac3Format.Of(48_000, [new Eac3Program(0, 16, 0, 7, true, 0, 0)], 16, 768), "ec-3", "16/JOC" },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void PlaylistsNameItAndKeepEveryRule(string codec, AudioFormat format, string rfc6381, string channels)
    {
        int rate = format is MpegAudioFormat ? RtpClock : format.SampleRate;
        AnnouncedTrack sound = new(format is MpegAudioFormat ? MpegAudioCodec.Layer3 : format.Codec, null, ParameterSets.Empty, rate);
        AnnouncedTrack picture = new(H264Codec.Instance, TestFormats.Small.Format, TestFormats.Small.Sets, RtpClock);
        Assert.Equal(PublishRefusal.None, Registry.TryPublish("cam", [picture, sound], null, out Publication? publication));
        SilentFrame frame = format.Silence!;
        long frames = 0;
        BranchLease<HlsBranch>? cmaf = null;
        BranchLease<HlsBranch>? ts = null;
        CheckedViewer[] viewers = [];
        for (int i = 0; i < 750; i++)
        {
            publication!.Publish(0, new InputTimestamps(i * 3600), MonotonicTime.Now(Time), Unit([0, 0, 0, 3, 0x65, 1, 2], TestFormats.Small.Format, TestFormats.Small.Sets, i % 50 == 0, 3600));
            for (; frames * frame.Duration * 25 < (i + 1) * (long)format.SampleRate; frames++)
            {
                publication.Publish(1, new InputTimestamps(frames * frame.Duration * rate / format.SampleRate), MonotonicTime.Now(Time), Unit(frame.Payload.Span, format, ParameterSets.Empty, true, frame.Duration));
            }

            Time.Advance(TimeSpan.FromMilliseconds(40));
            if (i == 100)
            {
                cmaf = HlsPackaging.Cmaf.Acquire(Stream());
                ts = HlsPackaging.Ts.Acquire(Stream());
                viewers = [new CheckedViewer(cmaf.Branch, Time), new CheckedViewer(ts.Branch, Time)];
            }

            foreach (CheckedViewer viewer in viewers) viewer.Look();
        }

        Assert.All(viewers, viewer => Assert.True(viewer.Checker.Findings.All(finding => finding.Rule.Severity != Severity.Error), string.Join('\n', viewer.Checker.Findings.Take(20))));
        Assert.All(viewers, viewer => Assert.True(viewer.LeadPlaylists.Count > 5));
        Assert.Equal(codec, Stream().Snapshot().Tracks[1].Codec);
        MultivariantPlaylist playlist = cmaf!.Branch.Presentation!.Describe();
        Assert.Equal(channels, Assert.Single(playlist.Renditions).Channels);
        Assert.Equal("avc1.4d001f," + rfc6381, Assert.Single(playlist.Variants).Codecs);
        Assert.Equal("avc1.4d001f," + rfc6381, Assert.Single(ts!.Branch.Presentation!.Describe().Variants).Codecs);
        AccessUnit[] held = [.. Units(Stream().Ring).Where(unit => unit.Track.Kind == MediaKind.Audio)];
        // It is brought to where the picture is at a thousandth of its speed.
        Assert.All(held.Zip(held.Skip(1)), pair => Assert.InRange(pair.Second.DecodeTime - pair.First.DecodeTime, frame.Duration * 0.998 - 1, frame.Duration * 1.002 + 1));
        Assert.All(held, unit => Assert.False(unit.IsDiscontinuity && unit.Sequence > 10));
        cmaf.Dispose();
        ts.Dispose();

        AssembledUnit Unit(ReadOnlySpan<byte> payload, TrackFormat of, ParameterSets sets, bool isPoint, int duration) => new()
        {
            Payload = Pool.Copy(payload, publication!.Memory), Format = of, ParameterSets = sets, RandomAccess = isPoint ? RandomAccess.Idr : RandomAccess.None, NominalDuration = duration,
        };
    }
}
