using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Slates;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Microsoft.Extensions.Logging.Abstractions;

namespace Headrace.Streaming.Tests.Slates;

/// <summary>The silence that goes with a slate for hours: the slate is made by the real ffmpeg, the hours are virtual.</summary>
public sealed class SilenceInTimeTests : StreamTest
{
    [Theory]
    [InlineData("aac", 180)]
    [InlineData("aac-he", 20)]
    [InlineData("opus", 20)]
    [InlineData("pcmu", 20)]
    public async Task SilenceStaysInTimeWithTheSlateForHoursAndWithWhatComesBack(string codec, int minutes)
    {
        TimeSpan away = TimeSpan.FromMinutes(minutes);
        Skip.UnlessInstalled("ffmpeg");
        using TemporaryFolder folder = new();
        using SlateLibrary library = new(folder.Path, TimeProvider.System, NullLoggerFactory.Instance);
        Assert.NotNull(await library.GetAsync(SlateProfile.Of(TestFormats.Small.Format, "")!));
        UseOptions(new StreamOptions(), slates: library);
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        TestSession reader = new();
        (AudioFormat format, int samples) = Sound(codec);
        Run(format, samples, TimeSpan.FromSeconds(20));
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        using BranchLease<Listener> lease = stream.Branches.Acquire(new BranchKey("listener", ""), () => new Listener(format.Silence!.Payload));
        Pass(TimeSpan.FromSeconds(12));
        Pass(away);
        Run(format, samples, TimeSpan.FromSeconds(20));

        Listener heard = lease.Branch;
        Assert.Null(reader.EndReason);
        Assert.InRange(heard.Silent, (long)(away.TotalSeconds * format.ClockRate / format.Silence!.Duration), long.MaxValue);
        Assert.True(heard.Formats.SetEquals([format]), "the sound's format is the stream's own");
        Assert.Equal(0, heard.StepsBack);
        Assert.InRange(heard.MostApart, TimeSpan.FromTicks(1), TimeSpan.FromMilliseconds(40));

        // Away for the grace: one hole in all, where the slate begins, and the return is none.
        Assert.InRange(heard.Breaks, 0, 1);
        stream.RemoveReader(reader, SessionEndReason.Closed);
    }

    private static (AudioFormat Format, int Samples) Sound(string codec) => codec switch
    {
        "aac" => (TestFormats.Aac(44_100, 2), 1024),
        "aac-he" => (HighEfficiency(), 2048),
        "opus" => (OpusFormat.Of(2), 960),
        _ => (G711Format.Of(G711Codec.MuLaw), 160),
    };

    /// <summary>24 kHz that is heard at 48 kHz.</summary>
    private static AacFormat HighEfficiency()
    {
        Assert.True(AacFormat.TryParse(Convert.FromHexString("2B118800"), out AacFormat? format));
        Assert.True(format.Config.HasSbr);
        return format;
    }

    /// <summary>Publishes pictures and sound that is not silent, for so long.</summary>
    private void Run(AudioFormat format, int samples, TimeSpan duration)
    {
        AnnouncedTrack[] tracks =
        [
            new(H264Codec.Instance, TestFormats.Small.Format, TestFormats.Small.Sets, 90_000), new(format.Codec, format, ParameterSets.Empty, format.ClockRate),
        ];
        Assert.Equal(PublishRefusal.None, Registry.TryPublish("cam", tracks, null, out Publication? publication));
        long sent = 0;
        for (int frame = 0; frame < duration.TotalSeconds * 25; frame++)
        {
            MonotonicTime now = MonotonicTime.Now(Time);
            publication!.Publish(0, new InputTimestamps(frame * 3600), now, Unit(400, TestFormats.Small.Format, TestFormats.Small.Sets, frame % 25 == 0 ? RandomAccess.Idr : RandomAccess.None, 3600));
            for (; (double)sent * samples / format.ClockRate <= frame / 25.0; sent++)
                publication.Publish(1, new InputTimestamps(sent * samples), now, Unit(90, format, ParameterSets.Empty, RandomAccess.Idr, samples));
            Pass(TimeSpan.FromMilliseconds(40), TimeSpan.FromMilliseconds(40));
        }

        publication!.End();

        AssembledUnit Unit(int bytes, TrackFormat of, ParameterSets sets, RandomAccess access, int ticks) => new()
        {
            Payload = Pool.Copy(new byte[bytes], publication!.Memory), Format = of, ParameterSets = sets, RandomAccess = access, ReorderDepth = 0, NominalDuration = ticks,
            Picture = of is VideoFormat ? access.IsPoint ? PictureKind.I : PictureKind.P : PictureKind.None,
        };
    }

    private void Pass(TimeSpan duration, TimeSpan step)
    {
        for (TimeSpan passed = TimeSpan.Zero; passed < duration; passed += step) Time.Advance(step);
    }

    /// <summary>Hears what a viewer does.</summary>
    private sealed class Listener(ReadOnlyMemory<byte> silence) : Branch
    {
        private readonly long[] _last = [long.MinValue, long.MinValue];

        public long Silent { get; private set; }

        public int Breaks { get; private set; }

        public int StepsBack { get; private set; }

        public HashSet<TrackFormat> Formats { get; } = [];

        /// <summary>How far the sound was behind or before the picture shown, at most.</summary>
        public TimeSpan MostApart { get; private set; }

        public override void OnUnit(AccessUnit unit)
        {
            bool isSound = unit.Track.Kind == MediaKind.Audio;
            int kind = isSound ? 0 : 1;
            if (unit.PathTime <= _last[kind]) StepsBack++;
            bool goesOn = _last[kind] != long.MinValue && unit.PathTime - _last[kind] < 500_000_000;
            _last[kind] = unit.PathTime;
            if (!isSound) return;
            Formats.Add(unit.Track.Format);
            if (unit.IsDiscontinuity) Breaks++;
            if (unit.Payload.Span.SequenceEqual(silence.Span)) Silent++;
            if (goesOn && _last[1] != long.MinValue && Math.Abs(_last[1] - unit.PathTime) is var apart and < 1_000_000_000) MostApart = TimeSpan.FromTicks(Math.Max(MostApart.Ticks, apart / 100));
        }

        public override void Dispose()
        {
        }
    }
}
