using Headrace.Containers.MpegTs;
using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Tests.MpegTs;

/// <summary>Bytes of transport streams become streams, in virtual time.</summary>
public sealed class TsPublisherTests : IDisposable
{
    private static readonly TimeSpan FrameTime = TimeSpan.FromMilliseconds(40);

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly StreamRegistry _streams;
    private readonly TsPublisher _publisher;

    public TsPublisherTests()
    {
        _streams = new StreamRegistry(new StreamRegistryOptions(), _time, _log);
        _publisher = Publisher();
    }

    private LiveStream Stream => _streams.Find("cam") ?? throw new InvalidOperationException("There is no stream.");

    public void Dispose()
    {
        _publisher.Stop();
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, _streams.Memory.Used);
        _log.Dispose();
    }

    [Theory]
    [InlineData(0)]
    [InlineData((1L << 33) - 45_000 - 90_000)]
    public void UnitsArriveAtTheirTimes(long start)
    {
        MadeTransportStream source = new(start: start);
        Send(source, 100);
        List<AccessUnit> units = Units();
        AccessUnit[] pictures = [.. units.Where(unit => unit.Track.Kind == MediaKind.Video)];
        Assert.Equal(75, pictures.Length);
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.Equal(3600, pair.Second.DecodeTime - pair.First.DecodeTime));
        AccessUnit[] sound = [.. units.Where(unit => unit.Track.Kind == MediaKind.Audio)];
        Assert.Equal(48_000, sound[0].Track.ClockRate);
        Assert.All(sound.Zip(sound.Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.DoesNotContain(units, unit => unit.IsDiscontinuity);
        Assert.Equal(StreamState.Active, Stream.Snapshot().State);
        Assert.Contains("sends program 1 of a transport stream: H.264 (PID 256), AAC (PID 257)", _log.ToString(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("bear-640x360.ts")]
    [InlineData("bear-640x360_ptswraparound.ts")]
    [InlineData("bear-640x360-hevc.ts")]
    public void FilesOfOthersPlayWithoutBreaks(string file)
    {
        string path = Path.Combine(Environment.GetEnvironmentVariable("HEADRACE_TEST_MEDIA") ?? "", file);
        if (!File.Exists(path)) Assert.Skip($"{file} is not there: HEADRACE_TEST_MEDIA names the folder");
        byte[] bytes = File.ReadAllBytes(path);
        int datagrams = (bytes.Length + 1315) / 1316;
        for (int i = 0; i < datagrams; i++)
        {
            Handle(bytes[(i * 1316)..Math.Min((i + 1) * 1316, bytes.Length)]);
            _time.Advance(TimeSpan.FromSeconds(2.763 / datagrams));
            _streams.HandleTimeout(Now);
        }

        TrackSnapshot[] tracks = [.. Stream.Snapshot().Tracks];
        _publisher.Stop();
        Assert.Equal([82, 119], Stream.Snapshot().Tracks.Select(track => track.Units));
        Assert.All(Stream.Snapshot().Tracks, track => Assert.Equal(0, track.Drops.Total));
        Assert.DoesNotContain(Units(), unit => unit.IsDiscontinuity);
        foreach (TrackSnapshot track in tracks)
        {
            AccessUnit[] units = [.. Units().Where(unit => unit.Track.Id == track.Id)];
            long least = units.Zip(units.Skip(1), (one, next) => next.DecodeTime - one.DecodeTime).Min();
            long greatest = units.Zip(units.Skip(1), (one, next) => next.DecodeTime - one.DecodeTime).Max();
            Assert.InRange(greatest - least, 0, 1);
        }
    }

    [Fact]
    public void UnitIsThereWithItsLastByte()
    {
        MadeTransportStream source = new(hasAudio: false);
        for (int i = 0; i < 40; i++)
        {
            Send(source, 1);
            if (i >= 16) Assert.Equal(i + 1, Stream.Snapshot().Tracks[0].Units);
        }
    }

    [Fact]
    public void LostPacketCostsPicturesUpToTheNextKeyFrame()
    {
        MadeTransportStream source = new(hasAudio: false);
        Send(source, 30);
        byte[] damaged = source.Next();
        Handle(damaged[..^TsPacket.Size]);
        Send(source, 30);
        _publisher.HandleTimeout(Now);
        TrackSnapshot track = Stream.Snapshot().Tracks[0];
        Assert.InRange(track.Units, 40, 60);
        Assert.Equal(1, track.Transport!.Value.Lost);
        Assert.DoesNotContain(Units(), unit => unit.IsDamaged);
        Assert.Contains("faults", Assert.Single(_log.With("transport stream with faults")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void OtherTracksAreAnotherPublicationOfTheSession()
    {
        Send(new MadeTransportStream(hasAudio: false), 50);
        Send(new MadeTransportStream(hasAudio: true, start: 180_000), 50);
        Assert.Equal(2, Stream.Snapshot().Tracks.Length);
        Assert.Single(_log.With("sends other tracks than before"));
        Assert.Null(_publisher.Handle([], Now));
    }

    [Fact]
    public void TracksThatChangeAllTheTimeAreRefused()
    {
        PublisherFault? fault = null;
        for (int i = 0; i < 30 && fault is null; i++)
        {
            MadeTransportStream source = new(hasAudio: i % 2 == 0);
            fault = _publisher.Handle([.. source.Next(), .. source.Next()], Now);
        }

        Assert.Equal(SessionEndReason.ProtocolError, fault?.Reason);
        Assert.Equal("its tracks change more than 10 times in 10 s", fault?.Text);
    }

    [Fact]
    public void StreamThatIsTakenRefusesIt()
    {
        _streams.Configure("cam", new StreamOptions { OverridePublisher = false });
        using TsPublisher first = Publisher();
        Assert.Null(first.Handle(new MadeTransportStream().Next(), Now));
        PublisherFault? fault = _publisher.Handle(new MadeTransportStream().Next(), Now);
        Assert.Equal(new PublisherFault(SessionEndReason.Refused, PublishRefusal.Taken.ToFault()), fault);
        first.Stop();
    }

    [Fact]
    public void WhatBringsNoMediaSaysWhy()
    {
        Assert.False(_publisher.IsSilent(Now, TimeSpan.FromSeconds(5)));
        _time.Advance(TimeSpan.FromSeconds(6));
        Assert.True(_publisher.IsSilent(Now, TimeSpan.FromSeconds(5)));
        Assert.Equal("no transport packets have come", _publisher.WhySilent());
        Handle(new MadeTransportStream().Next()[..TsPacket.Size]);
        Assert.Equal("it names no program with media", _publisher.WhySilent());
        Assert.Null(_streams.Find("cam"));
    }

    [Fact]
    public void ScrambledProgramTakesNoStreamAndIsNamedOnce()
    {
        MadeTransportStream source = new(hasAudio: false);
        for (int i = 0; i < 3; i++)
        {
            byte[] bytes = source.Next();
            for (int at = 0; at < bytes.Length; at += TsPacket.Size)
            {
                if ((bytes[at + 1] & 0x1F) == 1 && bytes[at + 2] == 0) bytes[at + 3] |= 0x80;
            }

            Handle(bytes);
        }

        Assert.Null(_streams.Find("cam"));
        Assert.Contains("PID 256 (stream type 0x1B, H.264)", Assert.Single(_log.With("scrambled")).Text, StringComparison.Ordinal);
    }

    private MonotonicTime Now => MonotonicTime.Now(_time);

    private TsPublisher Publisher() => new(new TsPublisherOptions(), _streams, new TestPublisherSession("cam"), Now, _log.CreateLogger("Headrace.Ts"));

    private void Send(MadeTransportStream source, int frames)
    {
        for (int i = 0; i < frames; i++)
        {
            Handle(source.Next());
            _time.Advance(FrameTime);
            _streams.HandleTimeout(Now);
        }
    }

    private void Handle(byte[] bytes)
    {
        for (int at = 0; at < bytes.Length; at += 7 * TsPacket.Size) Assert.Null(_publisher.Handle(bytes.AsSpan(at, Math.Min(7 * TsPacket.Size, bytes.Length - at)), Now));
    }

    private List<AccessUnit> Units()
    {
        List<AccessUnit> units = [];
        for (long i = Stream.Ring.Tail; i < Stream.Ring.Head; i++)
        {
            if (Stream.Ring.TryTake(i) is not { } unit) continue;
            units.Add(unit);
            unit.Release();
        }

        return units;
    }
}
