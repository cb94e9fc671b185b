using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Inputs;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Inputs;

/// <summary>Two inputs of one stream, in virtual time: frames of both come side by side.</summary>
public sealed class InputTurnTests : StreamTest
{
    private readonly LiveStream _stream;

    public InputTurnTests()
    {
        _stream = Registry.Configure("cam", new StreamOptions { IsPulled = true, Gops = 100, PublisherGrace = TimeSpan.FromSeconds(10) });
        _stream.Supply.AttachInput("main", "rtsp://main/", 0, isOnDemand: false);
        _stream.Supply.AttachInput("spare", "rtsp://spare/", 1, isOnDemand: false);
    }

    /// <summary>Pain 10: the fallback takes over at a random access point of its own, and nobody notices more than a picture's time.</summary>
    [Fact]
    [Trait("Pain", "10")]
    public void SpareTakesOverWhenTheBetterEndsAndGivesBackWhenThatHasBeenSteady()
    {
        TestSession reader = new();
        VirtualPublisher main = Input("main"), spare = Input("spare");
        Assert.Equal(ReaderRefusal.None, _stream.TryAddReader(reader));
        Run(70, main, spare);
        Assert.Equal(("main", "Active", "Standby"), (Feeding(), State("main"), State("spare")));
        main.End();
        Run(15, spare);
        Assert.Equal("none", Feeding());
        Run(45, spare);
        Assert.Equal("spare", Feeding());

        VirtualPublisher returned = Input("main");
        Run(149, spare, returned);
        Assert.Equal("spare", Feeding());
        Run(60, spare, returned);
        Assert.Equal("main", Feeding());
        Assert.Null(reader.EndReason);

        List<AccessUnit> video = Video();
        Assert.All(video.Zip(video.Skip(1)), pair => Assert.InRange(pair.Second.PathTime - pair.First.PathTime, 1, 1_100_000_000));
        AccessUnit takenOver = Assert.Single(video.Skip(1), unit => unit.IsDiscontinuity);
        Assert.True(takenOver.RandomAccess.IsPoint);
        double hole = Hole(video, takenOver);
        Assert.InRange(hole, 0.5, 1.1);
    }

    [Fact]
    [Trait("Pain", "10")]
    public void InputThatFallsSilentIsLeftAndAShortSilenceIsNot()
    {
        VirtualPublisher main = Input("main"), spare = Input("spare");
        Run(60, main, spare);
        Run(45, spare);
        Assert.Equal("main", Feeding());
        Run(60, spare);
        Assert.Equal(("spare", "Connecting"), (Feeding(), State("main")));
    }

    [Fact]
    [Trait("Pain", "10")]
    public void SwitchWithoutAHoleIsNoDiscontinuity()
    {
        VirtualPublisher spare = Input("spare");
        Run(90, spare);
        Assert.Equal("spare", Feeding());
        VirtualPublisher main = Input("main");
        Run(210, main, spare);
        Assert.Equal("main", Feeding());
        List<AccessUnit> video = Video();
        Assert.DoesNotContain(video.Skip(1), unit => unit.IsDiscontinuity);
        Assert.All(video.Zip(video.Skip(1)), pair => Assert.InRange(pair.Second.PathTime - pair.First.PathTime, 1, 70_000_000));
    }

    [Fact]
    [Trait("Pain", "10")]
    public void BetterInputThatIsThereFirstThingIsWaitedFor()
    {
        VirtualPublisher spare = Input("spare");
        Input("main");
        Run(30, spare);
        Assert.Equal("none", Feeding());
        Run(90, spare);
        Assert.Equal("spare", Feeding());
    }

    /// <summary>Each return that does not last makes the next one wait twice as long.</summary>
    [Fact]
    [Trait("Pain", "10")]
    public void InputThatFlapsIsReturnedToLessAndLess()
    {
        VirtualPublisher spare = Input("spare");
        Run(120, spare);
        List<double> delays = [];
        for (int i = 0; i < 8; i++)
        {
            VirtualPublisher main = Input("main");
            long begin = Time.Elapsed.Ticks;
            while (Feeding() != "main") Run(1, main, spare);
            delays.Add((Time.Elapsed.Ticks - begin) / 1e7);
            main.End();
            while (Feeding() != "spare") Run(1, spare);
        }

        double[] expected = [5, 10, 20, 40, 80, 160, 160, 160];
        Assert.All(delays.Zip(expected), pair => Assert.InRange(pair.First, pair.Second - 0.1, pair.Second + 1.2));
    }

    [Fact]
    [Trait("Pain", "10")]
    public void WhatStandsByIsNotKept()
    {
        VirtualPublisher main = Input("main");
        Run(60, main);
        long held = _stream.Memory.Used;
        VirtualPublisher spare = Input("spare");
        for (int i = 0; i < 60; i++) Run(1, spare);
        Assert.Equal(held, _stream.Memory.Used);
    }

    [Fact]
    [Trait("Pain", "10")]
    public void PublisherMayBeOneOfTheInputs()
    {
        LiveStream stream = Registry.Configure("mixed", new StreamOptions { PublisherLabel = "encoder", PublisherPriority = 0, Gops = 100 });
        stream.Supply.AttachInput("camera", "rtsp://camera/", 5, isOnDemand: false);
        VirtualPublisher camera = new(Registry, "mixed", Time, session: new TestSession("camera"));
        Run(120, camera);
        Assert.Equal("camera", Feeding(stream));
        VirtualPublisher encoder = Publisher("mixed");
        Run(200, camera, encoder);
        Assert.Equal("encoder", Feeding(stream));
        encoder.End();
        Run(60, camera);
        Assert.Equal("camera", Feeding(stream));
    }

    [Fact]
    [Trait("Pain", "10")]
    public void NobodyElsePublishesWhatIsPulledAndNobodyUnderAnUnknownLabel()
    {
        Assert.Equal(PublishRefusal.Taken, Publisher().Refusal);
        Assert.Equal(PublishRefusal.Taken, Publisher(session: new TestSession("other")).Refusal);
    }

    private VirtualPublisher Input(string label) => Publisher(session: new TestSession(label));

    /// <summary>Each publishes so many frames, in turns.</summary>
    private void Run(int frames, params VirtualPublisher[] publishers)
    {
        for (int i = 0; i < frames; i++)
        {
            foreach (VirtualPublisher publisher in publishers) publisher.Run(1);
            Registry.HandleTimeout(MonotonicTime.Now(Time));
        }
    }

    private string State(string label) => Assert.Single(_stream.Snapshot().Inputs, input => input.Label == label).State.ToString();

    private string Feeding(LiveStream? stream = null) => (stream ?? _stream).Snapshot().Inputs.FirstOrDefault(input => input.State == InputState.Active)?.Label ?? "none";

    private List<AccessUnit> Video() => [.. Units(_stream.Ring).Where(unit => unit.Track.Kind == MediaKind.Video)];

    private static double Hole(List<AccessUnit> video, AccessUnit behind) => (behind.PathTime - video[video.IndexOf(behind) - 1].PathTime) / 1e9;
}
