using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Timeline;

/// <summary>
/// Publishers driven by bytes: each step bends time in one way or another. Whatever they do, <see cref="PathUnderTest"/> holds the timeline to its
/// promises; after two minutes of good behaviour, time is near arrival again.
/// </summary>
public sealed class TimelineFuzzTests
{
    private const int StepLength = 6;

    private static readonly byte[][] s_corpus =
    [
        [.. Enumerable.Range(0, 120).SelectMany(i => new byte[] { 0, (byte)(i % 2), 40, 0, 0, (byte)(i % 25 == 0 ? 1 : 0) })],
        [.. Enumerable.Range(0, 60).SelectMany(i => new byte[] { (byte)(i % 12), (byte)(i % 2), (byte)(i * 7), (byte)(i * 31), (byte)(i * 13), (byte)i })],
        [.. Enumerable.Range(0, 90).SelectMany(i => new byte[] { 0, 0, 40, 0, (byte)(new[] { 4, 2, 1, 3 }[i % 4]), (byte)(i % 24 == 0 ? 1 : 2) })],
        [1, 0, 255, 255, 255, 255, 2, 1, 255, 255, 255, 255, 3, 0, 0, 0, 0, 0, 4, 1, 128, 0, 128, 0],
    ];

    [Theory]
    [InlineData("rtp")]
    [InlineData("rtmp")]
    [InlineData("ts")]
    [InlineData("free")]
    public void NothingBreaksThePromises(string input) => Fuzz.Run(s_corpus, bytes => new Run(input).Play(bytes), seed: 5);

    [Theory]
    [InlineData("rtp")]
    [InlineData("rtmp")]
    [InlineData("ts")]
    public void GoodBehaviourBringsTimeBackToArrival(string input)
    {
        for (int seed = 0; seed < 20; seed++)
        {
            var random = new Random(seed);
            byte[] bytes = new byte[StepLength * 200];
            random.NextBytes(bytes);
            var run = new Run(input);
            run.Play(bytes);
            run.Behave(120);
        }
    }

    [Theory]
    [InlineData("rtp")]
    [InlineData("rtmp")]
    [InlineData("ts")]
    public void LegalBehaviourIsNeverADiscontinuity(string input)
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var random = new Random(seed);
            double jitter = random.Next(200);
            double ppm = random.Next(-300, 300);
            double stall = random.Next(5000);
            int loss = random.Next(3, 100);
            (InputTrack video, InputTrack audio) = input switch
            {
                "rtp" => (PathUnderTest.RtpVideo, PathUnderTest.RtpAudio),
                "rtmp" => (PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio),
                _ => (PathUnderTest.TsVideo, PathUnderTest.TsAudio),
            };
            PathUnderTest path = PathUnderTest.With(video, audio);
            var camera = new Camera(path, video, audio)
            {
                StatesDecodeTimes = input != "rtp",
                Base = input == "rtp" ? [random.NextInt64(1L << 32), random.NextInt64(1L << 32)] : [4_294_967_296 - 60_000, 4_294_967_296 - 60_000],
                Rate = (random.Next(5, 60), 1),
                Delay = (_, media) => (media * -1e-3 * ppm) + (random.NextDouble() * jitter) + (media % 20 > 19 ? stall : 0),
                IsLost = (_, _) => random.Next(loss) == 0,
            };
            camera.RunTo(200);
            Assert.Equal(0, path.Counters.Discontinuities + path.Counters.Dropped);
            Assert.Equal(0, path.Counters[TimelineCause.DecodeOrderRepaired] + path.Counters[TimelineCause.LeadBounded]);
            Assert.Equal(0, path.Counters[TimelineCause.ClockTooFast] + path.Counters[TimelineCause.ClockTooSlow]);
        }
    }

    private sealed class Run
    {
        private readonly PathUnderTest _path;
        private readonly InputTrack[] _tracks;
        private readonly long[] _raw = [900_000, 480_000];
        private double _ms;

        public Run(string input)
        {
            _tracks = input switch
            {
                "rtp" => [PathUnderTest.RtpVideo, PathUnderTest.RtpAudio],
                "rtmp" => [PathUnderTest.RtmpVideo, PathUnderTest.RtmpAudio],
                "ts" => [PathUnderTest.TsVideo, PathUnderTest.TsAudio],
                _ => [PathUnderTest.TsVideo with { TimestampBits = 64 }, PathUnderTest.TsAudio with { TimestampBits = 64 }],
            };
            _path = PathUnderTest.With(_tracks);
        }

        public void Play(byte[] bytes)
        {
            for (int i = 0; i + StepLength <= bytes.Length; i += StepLength) Step(bytes.AsSpan(i, StepLength));
        }

        /// <summary>A camera as it should be; at its end both tracks are as near to arrival as the timeline promises.</summary>
        public void Behave(int seconds)
        {
            double start = _ms + 40;
            long[] from = [_raw[0] + Ticks(0, 40), _raw[1] + Ticks(1, 40)];
            for (int i = 0; i < seconds * 25; i++)
            {
                _ms = start + (i * 40);
                Send(0, from[0] + Ticks(0, i * 40), Units.Picture(i % 50 == 0, depth: 0, duration: 3600));
                Send(1, from[1] + Ticks(1, i * 40), Units.Sound(48_000, 1920));
            }

            Assert.InRange(_path.LastLeadMs(0), -3500, 6500);
            Assert.InRange(_path.LastLeadMs(1), -3500, 6500);
        }

        private void Step(ReadOnlySpan<byte> step)
        {
            int track = step[1] & 1;
            int number = (step[2] << 8) | step[3];
            long back = 0;
            switch (step[0] % 13)
            {
                case 0: Pass(track, step[2]); break;
                case 1: _raw[track] += (long)number << (step[4] % 24); break;
                case 2: _raw[track] -= (long)number << (step[4] % 24); break;
                case 3: _raw[track] = number; break;
                case 4: _ms += number; break;
                case 5: _raw[track] += Ticks(track, number); break;
                case 6: Pass(track, number); break;
                case 7: _raw[0] += Ticks(0, number); _raw[1] += Ticks(1, number); break;
                case 8: _path.Report(track, _ms, PathUnderTest.Utc.AddMilliseconds(_ms + (sbyte)step[4]), _raw[track]); break;
                case 9: _path.Report(track, _ms, PathUnderTest.Utc.AddDays((sbyte)step[4] * 3650), number * 65_537L); break;
                case 10: _path.Begin(_ms, _tracks); break;
                case 11: back = Ticks(track, step[4]); break;
                default: _raw[track] = long.MaxValue - number; break;
            }

            Send(track, unchecked(_raw[track] - back), Unit(track, step));
        }

        private void Pass(int track, int ms)
        {
            _ms += ms;
            _raw[track] += Ticks(track, ms);
        }

        private void Send(int track, long raw, AssembledUnit unit)
        {
            bool states = !_tracks[track].SharesClock || track == 1;
            _path.Send(track, _ms, raw, unit, states && track == 0 ? null : raw - (track == 0 ? 3600 : 0));
        }

        private static AssembledUnit Unit(int track, ReadOnlySpan<byte> step) => track == 0
            ? Units.Picture((step[5] & 1) != 0, (step[5] & 2) != 0, (step[5] & 4) != 0 ? step[5] >> 3 : null, (step[5] & 8) != 0 ? Number(step) : 0, (step[5] & 16) != 0)
            : Units.Sound((step[5] & 128) != 0 ? 44_100 : 48_000, (step[5] & 64) != 0 ? Number(step) : 1024);

        private static int Number(ReadOnlySpan<byte> step) => (step[4] << 20) | step[3];

        private long Ticks(int track, long ms) => ms * _tracks[track].ClockRate / 1000;
    }
}
