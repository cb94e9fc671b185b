using Headrace.Containers.Flv;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.Flv;
using Headrace.Endpoints.Publications;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtmp;

/// <summary>The publisher's side of a connection. Owned by the connection's loop; the endpoint's timer looks in.</summary>
internal sealed class RtmpPublishing(RtmpConnection connection, RtmpEndpointOptions options, StreamRegistry streams, ILogger logger) : IRtmpMediaSink
{
    private readonly AdaptiveReading _reading = new();
    private FlvPublisher? _publisher;

    /// <summary>When what is read now came.</summary>
    public MonotonicTime Arrival { get; set; }

    /// <summary>Why it cannot go on; null while it can.</summary>
    public PublisherFault? Fault { get; private set; }

    /// <summary>Takes media from now on.</summary>
    public void Begin(MonotonicTime now) => Volatile.Write(ref _publisher, new FlvPublisher(streams, connection, now, logger));

    /// <inheritdoc/>
    public void OnMedia(in RtmpMessage message) => Fault ??= _publisher?.Handle((FlvTagType)message.Type, message.Timestamp, message.Payload, Arrival);

    /// <summary>Does what is due, from the endpoint's timer; false when no media has come for longer than it may be away.</summary>
    public bool Check(MonotonicTime now)
    {
        if (Volatile.Read(ref _publisher) is not { } publisher) return true;
        publisher.HandleTimeout(now);
        if (!publisher.IsSilent(now, options.MediaTimeout)) return true;
        RtmpLog.NoMedia(logger, connection.StreamName, connection.Remote, options.MediaTimeout.TotalSeconds, publisher.WhySilent());
        return false;
    }

    /// <summary>How long the connection is not read now, so that the publisher sends less; only where its stream says that it adapts.</summary>
    public TimeSpan PauseAfter(int bytes, MonotonicTime now) =>
        _publisher?.Publication is { Options.AdaptiveSender: true } publication ? _reading.PauseAfter(bytes, publication.Pressure, now) : TimeSpan.Zero;

    /// <summary>Lets the stream go.</summary>
    public void Stop()
    {
        _publisher?.Stop();
        Volatile.Write(ref _publisher, null);
        Fault = null;
    }
}
