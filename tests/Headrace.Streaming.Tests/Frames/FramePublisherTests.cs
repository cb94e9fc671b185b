using Headrace.Media.Bits;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Tracks;
using Headrace.Streaming.Frames;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Frames;

public sealed class FramePublisherTests : StreamTest
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(40);

    private readonly SessionRegistry _sessions = new();

    [Fact]
    public void PicturesTellTheirFormatAndKeepTheirTimes()
    {
        using FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        for (int i = 0; i < 50; i++)
        {
            Assert.True(publisher.Publish(Picture(i % 25 == 0, i), i * FrameTime));
            Time.Advance(FrameTime);
        }

        List<AccessUnit> units = Units(Stream().Ring);
        Assert.Equal(50, units.Count);
        Assert.Equal(TestFormats.Small.Format, units[0].Track.Format);
        Assert.Equal(2, units.Count(unit => unit.RandomAccess.IsPoint));
        Assert.All(units.Zip(units.Skip(1)), pair => Assert.Equal(3600, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.DoesNotContain(units, unit => unit.IsDiscontinuity && unit.Sequence > 0);
    }

    [Fact]
    public void SoundStandsBesidePicturesOnOneClock()
    {
        using FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance), new FrameTrack(G711Codec.ALaw, G711Format.Of(G711Codec.ALaw)));
        for (int i = 0; i < 50; i++)
        {
            Assert.True(publisher.Publish(0, Picture(i % 25 == 0, i), TimeSpan.FromHours(7) + (i * FrameTime)));
            Assert.True(publisher.Publish(1, new byte[320], TimeSpan.FromHours(7) + (i * FrameTime)));
            Time.Advance(FrameTime);
        }

        List<AccessUnit> units = Units(Stream().Ring);
        long picture = units.Last(unit => unit.Track.Kind == MediaKind.Video).PathTime;
        long sound = units.Last(unit => unit.Track.Kind == MediaKind.Audio).PathTime;
        Assert.InRange(sound - picture, -1_000_000, 1_000_000);
    }

    [Fact]
    public void DecodeTimesAreTakenWhereTheEncoderSaysThem()
    {
        using FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        int[] presented = [2, 5, 3, 4, 8, 6, 7];
        for (int i = 0; i < presented.Length; i++)
        {
            publisher.Publish(Picture(i == 0, i), presented[i] * FrameTime, i * FrameTime);
            Time.Advance(FrameTime);
        }

        List<AccessUnit> units = Units(Stream().Ring);
        Assert.Equal([2, 4, 1, 1, 4, 1, 1], units.Select(unit => unit.PresentationOffset / 3600));
    }

    [Fact]
    public void FrameThatCannotBeUnderstoodIsCountedAndNothingOfItIsPublished()
    {
        using FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        Assert.False(publisher.Publish([], default));
        Assert.False(publisher.Publish([0, 0, 1, 0x80, 1, 2, 3], default));
        Assert.Equal(1, publisher.FaultsOf(0).Malformed);
        Assert.Empty(Units(Stream().Ring));
    }

    [Fact]
    public void PublisherThatIsRefusedIsToldWhy()
    {
        Registry.Configure("cam", new StreamOptions { IsPulled = true });
        Assert.Equal(PublishRefusal.Taken, FramePublisher.TryStart(Registry, _sessions, "cam", [new FrameTrack(H264Codec.Instance)], Time, out FramePublisher? publisher));
        Assert.Null(publisher);
        Assert.Empty(_sessions.All);
    }

    [Fact]
    public void PublisherIsSeenAmongTheSessions()
    {
        FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        byte[] picture = Picture(true, 0);
        publisher.Publish(picture, default);
        Session session = Assert.Single(_sessions.All);
        Assert.Equal(("frames", SessionRole.Publisher, "cam", "application"), (session.Protocol, session.Role, session.StreamName, session.Remote.ToString()));
        Assert.Equal(picture.Length, session.BytesIn);
        Assert.Equal(session.Id, Stream().Snapshot().PublisherSession);
        publisher.Dispose();
        Assert.Empty(_sessions.All);
        Assert.Equal(1, _sessions.Totals().Ended[("frames", SessionRole.Publisher, SessionEndReason.Closed)]);
    }

    [Fact]
    public void PublisherThatIsSentAwayIsToldAndPublishesNothingMore()
    {
        using FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        Assert.True(publisher.Publish(Picture(true, 0), default));
        Assert.Null(publisher.EndReason);
        Assert.Single(_sessions.All).End(SessionEndReason.Kicked);
        Assert.False(publisher.Publish(Picture(true, 1), FrameTime));
        Assert.Equal(SessionEndReason.Kicked, publisher.EndReason);
        Assert.False(Stream().HasPublisher);
        Assert.Single(Units(Stream().Ring));
        Assert.Empty(_sessions.All);
    }

    [Fact]
    public async Task PublisherWhoseStreamIsTakenOverIsTold()
    {
        using FramePublisher first = Start(new FrameTrack(H264Codec.Instance));
        using FramePublisher second = Start(new FrameTrack(H264Codec.Instance));
        Assert.Equal(SessionEndReason.Overridden, first.EndReason);
        Assert.False(first.Publish(Picture(true, 0), default));
        Assert.True(second.Publish(Picture(true, 0), default));
        await Eventually.True(() => _sessions.Count == 1, "the first one's session is over", cancellation: TestContext.Current.CancellationToken);
        Assert.True(Stream().HasPublisher);
    }

    [Fact]
    public void StreamWaitsForItsGraceWhenThePublisherIsDisposed()
    {
        FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        publisher.Publish(Picture(true, 0), default);
        publisher.Dispose();
        publisher.Dispose();
        Assert.Throws<ObjectDisposedException>(() => publisher.Publish(Picture(true, 1), FrameTime));
        Assert.False(Stream().HasPublisher);
        Pass(TimeSpan.FromSeconds(11));
        Assert.Null(Registry.Find("cam"));
    }

    [Fact]
    public async Task ReaderBeginsAtAKeyFrameAndEndsWithTheStream()
    {
        using FramePublisher publisher = Start(new FrameTrack(H264Codec.Instance));
        for (int i = 0; i < 30; i++) Publish(i);
        List<long> read = [];
        await foreach (AccessUnit unit in Stream().ReadUnitsAsync(TestContext.Current.CancellationToken))
        {
            read.Add(unit.Sequence);
            Assert.True(unit.Payload.Length > 0);
            if (unit.Sequence == 29) Publish(30);
            if (unit.Sequence == 30) Registry.RemoveAll(SessionEndReason.StreamRemoved);
        }

        Assert.Equal([25, 26, 27, 28, 29, 30], read);

        void Publish(int i)
        {
            publisher.Publish(Picture(i % 25 == 0, i), i * FrameTime);
            Time.Advance(FrameTime);
        }
    }

    [Fact]
    public async Task ReaderWhoWaitsIsCancelled()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        using CancellationTokenSource stop = new();
        Task<int> reading = CountAsync(stream, stop.Token);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    [Fact]
    public async Task SourceOnDemandIsAskedForWhileSomebodyReads()
    {
        LiveStream stream = Registry.Configure("cam", new StreamOptions());
        Task demand = stream.Supply.WaitForDemandAsync(TestContext.Current.CancellationToken);
        using CancellationTokenSource stop = new();
        Task<int> reading = CountAsync(stream, stop.Token);
        await demand;
        Assert.True(stream.Supply.IsWanted(TimeSpan.Zero));
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => reading);
    }

    private static async Task<int> CountAsync(LiveStream stream, CancellationToken cancellation)
    {
        int count = 0;
        await foreach (AccessUnit _ in stream.ReadUnitsAsync(cancellation)) count++;
        return count;
    }

    private FramePublisher Start(params FrameTrack[] tracks)
    {
        Assert.Equal(PublishRefusal.None, FramePublisher.TryStart(Registry, _sessions, "cam", tracks, Time, out FramePublisher? publisher));
        return publisher!;
    }

    /// <summary>A picture as encoders give it: key frames with their parameter sets.</summary>
    private static byte[] Picture(bool isKey, int number)
    {
        byte[] code = [0, 0, 0, 1];
        byte[] slice = isKey ? [0x65, 0x88, 0x84, 0x21, (byte)(number + 4)] : [0x41, 0x9A, 0x21, 0x4C, (byte)(number + 4)];
        List<byte> bytes = [];
        if (isKey)
        {
            foreach (ParameterSet set in TestFormats.Small.Sets.Sets) bytes.AddRange([.. code, .. set.Nal.Span]);
        }

        bytes.AddRange([.. code, .. slice, .. Enumerable.Repeat((byte)0x5A, 40)]);
        Assert.True(AnnexB.StartsWithStartCode(bytes.ToArray()));
        return [.. bytes];
    }
}
