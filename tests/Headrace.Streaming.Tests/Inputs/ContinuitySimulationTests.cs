using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Events;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Inputs;

/// <summary>Publishers that die and return, inputs that flap, for half an hour each, by a seed: viewers stay, time never goes back, and a break in it has its reason. Pains 9 and 10.</summary>
public sealed class ContinuitySimulationTests : StreamTest
{
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Duration = TimeSpan.FromMinutes(30);

    [Theory]
    [InlineData(1, new[] { "main" })]
    [InlineData(2, new[] { "main", "spare" })]
    [InlineData(3, new[] { "main", "spare", "third" })]
    [InlineData(4, new[] { "main", "spare" })]
    public void ViewersStayAndTimeGoesOn(int seed, string[] labels)
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions { IsPulled = true, PublisherGrace = TimeSpan.FromMinutes(5) });
        Random random = new(seed);
        EventListener events = Registry.Events.Listen();
        Flapping[] inputs = [.. labels.Select((label, priority) =>
        {
            stream.Supply.AttachInput(label, label, priority, isOnDemand: false);
            return new Flapping(() => new VirtualPublisher(Registry, "cam", Time, session: new TestSession(label), start: (uint)random.Next()), random);
        })];
        TestSession reader = new();
        Assert.Equal(ReaderRefusal.None, stream.TryAddReader(reader));
        using BranchLease<Recorder> lease = stream.Branches.Acquire(new BranchKey("recorder", ""), () => new Recorder());
        int switches = 0;
        long mostMemory = 0;
        for (TimeSpan passed = TimeSpan.Zero; passed < Duration; passed += Step)
        {
            foreach (Flapping input in inputs) input.Run(Step, passed);
            TimeSpan behind = passed + Step - Time.Elapsed;
            if (behind > TimeSpan.Zero) Time.Advance(behind);
            Registry.HandleTimeout(MonotonicTime.Now(Time));
            mostMemory = Math.Max(mostMemory, stream.Memory.Used);
            while (events.TryRead(out MediaEvent? happened)) switches += happened is InputSwitched ? 1 : 0;
        }

        Assert.Null(reader.EndReason);
        Assert.InRange(mostMemory, 1, 2_000_000);
        int faults = inputs.Sum(input => input.Faults);
        Assert.InRange(faults, 20, 2_000);
        Assert.InRange(switches, 0, 2 * faults + labels.Length);
        lease.Branch.AssertTimeGoesOn(MediaKind.Video);
        lease.Branch.AssertTimeGoesOn(MediaKind.Audio);
        stream.RemoveReader(reader, SessionEndReason.Closed);
    }

    /// <summary>An input that publishes, falls silent, ends and begins again.</summary>
    private sealed class Flapping(Func<VirtualPublisher> connect, Random random)
    {
        private VirtualPublisher? _publisher;
        private TimeSpan _next;
        private bool _isSilent;

        public int Faults { get; private set; }

        public void Run(TimeSpan step, TimeSpan now)
        {
            if (now >= _next) Change(now);
            if (_publisher is not null && !_isSilent) _publisher.Run((int)Math.Round(step.TotalSeconds * 30));
        }

        private void Change(TimeSpan now)
        {
            if (_publisher is null || _isSilent)
            {
                // Its own clock begins with each connection.
                _publisher?.End();
                _publisher = connect();
                _isSilent = false;
                _next = now + TimeSpan.FromSeconds(random.NextDouble() < 0.5 ? random.Next(1, 10) : random.Next(10, 100));
                return;
            }

            Faults++;
            _isSilent = random.NextDouble() < 0.4;
            _next = now + TimeSpan.FromSeconds(random.NextDouble() * 12);
            if (_isSilent) return;
            _publisher.End();
            _publisher = null;
        }
    }

    /// <summary>Keeps when units were, and how.</summary>
    private sealed class Recorder : Branch
    {
        private readonly List<(MediaKind Kind, long Decode, long Path, bool IsBreak, bool IsPoint, long Duration)> _units = [];

        public override void OnUnit(AccessUnit unit) => _units.Add(
            (unit.Track.Kind, unit.DecodeTime, unit.PathTime, unit.IsDiscontinuity, unit.RandomAccess.IsPoint, unit.Track.Kind == MediaKind.Video ? 33_333_333 : 21_333_333));

        public override void Dispose()
        {
        }

        public void AssertTimeGoesOn(MediaKind kind)
        {
            var units = _units.Where(unit => unit.Kind == kind).ToList();
            Assert.True(units.Count > 10_000, $"{units.Count} units of {kind}");
            foreach ((var before, var unit) in units.Zip(units.Skip(1)))
            {
                Assert.True(unit.Decode > before.Decode, "decode times increase");
                double hole = (unit.Path - before.Path - before.Duration) / 1e9;
                Assert.True(unit.IsBreak == hole > 0.5 || Math.Abs(hole - 0.5) < 0.03, $"a hole of {hole:0.000} s in {kind} is {(unit.IsBreak ? "" : "no ")}discontinuity");
                if (unit.IsBreak && kind == MediaKind.Video) Assert.True(unit.IsPoint, "pictures go on at a random access point");
            }
        }
    }
}
