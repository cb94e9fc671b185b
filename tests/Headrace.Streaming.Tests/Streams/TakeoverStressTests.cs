using System.Net;
using Headrace.Media.Codecs.H264;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Streams;

/// <summary>Publishers that take each other's place, each under a lock that its session's end needs too, as drivers have it: none waits for another for ever.</summary>
public sealed class TakeoverStressTests : StreamTest
{
    private const int Turns = 3_000;
    private static readonly AnnouncedTrack[] Tracks = [new(H264Codec.Instance, TestFormats.Small.Format, TestFormats.Small.Sets, 90_000)];

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TwoThatReplaceEachOtherGoOn(bool isRemovedMeanwhile)
    {
        Driver[] drivers = [new(Registry), new(Registry)];
        Thread[] threads =
        [
            .. drivers.Select(driver => new Thread(driver.Run) { IsBackground = true }),
            .. isRemovedMeanwhile ? [new Thread(RemoveAgainAndAgain) { IsBackground = true }] : Array.Empty<Thread>(),
        ];
        foreach (Thread thread in threads) thread.Start();
        await Eventually.True(() => !Array.Exists(threads, thread => thread.IsAlive), "all have had their turns", TimeSpan.FromSeconds(30));

        Assert.All(drivers, driver => Assert.Equal(Turns, driver.Published));
        await Eventually.True(() => drivers.Sum(driver => driver.Ended) >= 2 * Turns - 1, "all but the last are told that they ended");
        Publisher(session: new TestSession()).Run(5);
        Assert.Equal(StreamState.Active, Stream().Snapshot().State);
    }

    private void RemoveAgainAndAgain()
    {
        for (int i = 0; i < Turns; i++)
        {
            Registry.TryRemove("cam", SessionEndReason.StreamRemoved);
            Registry.Configure(Options with { Defaults = Options.Defaults with { MaxReaders = i % 2 } }, new Dictionary<string, StreamOptions>());
        }
    }

    private sealed class Driver(StreamRegistry streams)
    {
        private readonly Lock _gate = new();
        private int _ended;

        public int Published { get; private set; }

        public int Ended => Volatile.Read(ref _ended);

        public void Run()
        {
            for (int i = 0; i < Turns; i++)
            {
                lock (_gate)
                {
                    if (streams.TryPublish("cam", Tracks, new DriverSession(this), out _) == PublishRefusal.None) Published++;
                }
            }
        }

        private sealed class DriverSession(Driver driver) : Session("test", new IPEndPoint(IPAddress.Loopback, 1), DateTimeOffset.UnixEpoch)
        {
            public override long BytesIn => 0;

            public override long BytesOut => 0;

            protected override void OnEnd()
            {
                lock (driver._gate) driver._ended++;
            }
        }
    }
}
