using Headrace.Containers.Flv;
using Headrace.Endpoints.Flv;
using Headrace.Endpoints.Publications;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Flv;

/// <summary>Messages of RTMP become streams, in virtual time.</summary>
public sealed class FlvPublisherTests : IDisposable
{
    private const string Avc = "0142C01EFFE1000D6742C01ED90141FB016E02040401000568CB83CB20";

    private readonly VirtualTime _time = new();
    private readonly LogLines _log = new();
    private readonly StreamRegistry _streams;
    private readonly FlvPublisher _publisher;
    private long _sound;
    private int _frames;

    public FlvPublisherTests()
    {
        _streams = new StreamRegistry(new StreamRegistryOptions(), _time, _log);
        _publisher = new FlvPublisher(_streams, new TestPublisherSession("cam"), Now, _log.CreateLogger("test"));
    }

    private LiveStream Stream => _streams.Find("cam") ?? throw new InvalidOperationException("There is no stream.");

    private MonotonicTime Now => MonotonicTime.Now(_time);

    public void Dispose()
    {
        _publisher.Stop();
        _streams.RemoveAll(SessionEndReason.ServerShutdown);
        Assert.Equal(0, _streams.Memory.Used);
        _log.Dispose();
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(uint.MaxValue - 1500)]
    public void UnitsArriveAtTheirTimes(uint start)
    {
        Configure(start);
        Play(start, 90);
        List<AccessUnit> units = Units();
        AccessUnit[] pictures = [.. units.Where(unit => unit.Track.Kind == MediaKind.Video)];
        Assert.InRange(pictures.Length, 60, 90);
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.InRange(pair.Second.DecodeTime - pair.First.DecodeTime, 2900, 3100));
        AccessUnit[] sound = [.. units.Where(unit => unit.Track.Kind == MediaKind.Audio)];
        Assert.All(sound.Zip(sound.Skip(1)), pair => Assert.Equal(1024, pair.Second.DecodeTime - pair.First.DecodeTime));
        Assert.DoesNotContain(units, unit => unit.IsDiscontinuity);
        Assert.Contains("sends H.264, AAC", _log.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void WhatIsLeftOutIsNamedOnce()
    {
        Configure(0, hasSound: false);
        for (int i = 0; i < 3; i++) Handle(FlvTagType.Audio, 0, [0xB6, 1, 2]);
        Play(0, 3, hasSound: false);
        Assert.Contains("Speex", Assert.Single(_log.With("which is left out")).Text, StringComparison.Ordinal);
        Assert.Single(Stream.Snapshot().Tracks);
    }

    [Fact]
    public void SoundThatComesLaterIsAnotherPublicationOfTheSession()
    {
        Configure(0, hasSound: false);
        Play(0, 60, hasSound: false);
        Assert.Single(Stream.Snapshot().Tracks);
        Configure(2000);
        Play(0, 60);
        Assert.Equal(2, Stream.Snapshot().Tracks.Length);
        Assert.Single(_log.With("sends other tracks than before"));
    }

    [Fact]
    public void TracksThatChangeAllTheTimeAreRefused()
    {
        Configure(0, hasSound: false);
        Play(0, 40, hasSound: false);
        PublisherFault? fault = null;
        for (int i = 0; i < TrackPublication.MaxChanges + 2 && fault is null; i++)
        {
            fault = _publisher.Handle(FlvTagType.Audio, 1400, [(byte)(i % 2 == 0 ? 0x72 : 0x82), 1, 2, 3], Now);
        }

        Assert.Equal(SessionEndReason.ProtocolError, fault?.Reason);
    }

    [Fact]
    public void SilenceIsExplained()
    {
        Assert.Equal("no media has come", _publisher.WhySilent());
        Handle(FlvTagType.Video, 0, [0x12, 0]);
        Assert.Equal("nothing of it can be used; the log names what is left out", _publisher.WhySilent());
        Assert.False(_publisher.HasMedia);
    }

    private void Configure(uint time, bool hasSound = true)
    {
        Handle(FlvTagType.Video, time, [0x17, 0, 0, 0, 0, .. Convert.FromHexString(Avc)]);
        if (hasSound) Handle(FlvTagType.Audio, time, [0xAF, 0, 0x11, 0x90]);
    }

    /// <summary>30 pictures a second, and sound of 48 kHz that goes with them, in whole milliseconds.</summary>
    private void Play(uint start, int frames, bool hasSound = true)
    {
        for (int i = 0; i < frames; i++, _frames++)
        {
            uint time = (uint)(start + _frames * 1000L / 30);
            byte[] slice = _frames % 30 == 0 ? [0x65, 0x88, 0x84, 0x21] : [0x41, 0x9A, 0x24, 0x6C];
            byte[] nal = [.. slice, .. new byte[200]];
            byte[] body = [(byte)(_frames % 30 == 0 ? 0x17 : 0x27), 1, 0, 0, 0, 0, 0, 0, (byte)nal.Length, .. nal];
            Handle(FlvTagType.Video, time, body);
            for (; hasSound && _sound * 1000 / 48_000 <= (_frames + 1) * 1000L / 30; _sound += 1024) Handle(FlvTagType.Audio, (uint)(start + _sound * 1000 / 48_000), [0xAF, 1, 0x21, 0x10, 4, 0x60]);
            _time.Advance(TimeSpan.FromSeconds(1 / 30.0));
            _streams.HandleTimeout(Now);
            _publisher.HandleTimeout(Now);
        }
    }

    private void Handle(FlvTagType type, uint time, byte[] body) => Assert.Null(_publisher.Handle(type, time, body, Now));

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
