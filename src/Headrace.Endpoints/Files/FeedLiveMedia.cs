using System.Collections.Immutable;
using Headrace.Endpoints.Publications;
using Headrace.Media.Buffers;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Files;

/// <summary>Publishes what a feed makes of live bytes: MP4 in fragments.</summary>
internal sealed class FeedLiveMedia : ILiveMedia, IMediaUnitSink
{
    private readonly Lock _gate = new();
    private readonly StreamRegistry _streams;
    private readonly Session _session;
    private readonly ILogger _logger;
    private readonly UnitFeed _feed;
    private ImmutableArray<AnnouncedTrack> _tracks = [];
    private Publication? _publication;
    private string? _refusal;
    private MonotonicTime _now;
    private MonotonicTime _lastMedia;
    private bool _hasMedia;
    private bool _isOver;

    /// <summary>A publisher of which nothing has come yet.</summary>
    public FeedLiveMedia(MediaFileFormat format, StreamRegistry streams, Session session, MonotonicTime start, ILogger logger)
    {
        (_streams, _session, _logger, _now, _lastMedia) = (streams, session, logger, start, start);
        _feed = format.CreateFeed(this, MediaBufferPool.Shared);
    }

    /// <inheritdoc/>
    public bool HasMedia => Volatile.Read(ref _hasMedia);

    /// <inheritdoc/>
    public PublisherFault? Handle(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        lock (_gate)
        {
            if (_isOver) return new PublisherFault(SessionEndReason.Closed, "it was stopped");
            _now = arrival;
            bool isGood = _feed.Read(bytes);
            if (_refusal is not null) return new PublisherFault(SessionEndReason.Refused, _refusal);
            return isGood ? null : new PublisherFault(SessionEndReason.ProtocolError, _feed.Fault!);
        }
    }

    /// <inheritdoc/>
    public void HandleTimeout(MonotonicTime now)
    {
    }

    /// <inheritdoc/>
    public bool IsSilent(MonotonicTime now, TimeSpan limit)
    {
        lock (_gate) return now - _lastMedia > limit;
    }

    /// <inheritdoc/>
    public string WhySilent() => HasMedia ? "it has sent no media for some time" : "no media has come";

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_gate)
        {
            if (_isOver) return;
            _isOver = true;
            _feed.Dispose();
            _publication?.End();
            _publication = null;
        }
    }

    bool IMediaUnitSink.TryBegin(ImmutableArray<AnnouncedTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        if (_publication is null || !tracks.Select(static track => (track.Codec, track.InputClockRate)).SequenceEqual(_tracks.Select(static track => (track.Codec, track.InputClockRate))))
        {
            _publication?.End();
            PublishRefusal refusal = _streams.TryPublish(_session.StreamName!, tracks, _session, out _publication);
            if (refusal != PublishRefusal.None)
            {
                _refusal = refusal.ToFault();
                return false;
            }

            string words = string.Join(", ", tracks.Select(static track => track.Format?.Description ?? track.Codec.DisplayName));
            FileLog.Plays(_logger, _session.StreamName, _session.Remote, words);
        }

        _tracks = tracks;
        account = _publication!.Memory;
        return true;
    }

    void IMediaUnitSink.OnUnit(in MediaUnit unit)
    {
        if (_publication is not { } publication)
        {
            unit.Unit.Payload.Release();
            return;
        }

        Volatile.Write(ref _hasMedia, true);
        _lastMedia = _now;
        publication.Publish(unit.Track, new InputTimestamps(unit.Presentation, unit.Decode), _now, unit.Unit);
    }

    void IMediaUnitSink.OnOmitted(string what) => FileLog.Omitted(_logger, _session.StreamName, _session.Remote, what);
}
