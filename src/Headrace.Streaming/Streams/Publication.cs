using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timeline;
using Headrace.Media.Timing;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Streams;

/// <summary>One publisher's turn on a stream. Its driver publishes from one thread at a time.</summary>
public sealed class Publication
{
    private readonly LiveStream _stream;

    internal Publication(LiveStream stream, Session? session, InputTimeline timeline, int[] slots)
    {
        _stream = stream;
        Session = session;
        Timeline = timeline;
        Slots = slots;
        Memory = stream.Memory.Of("input");
    }

    /// <summary>The publisher's session, or null for a source without one.</summary>
    public Session? Session { get; }

    /// <summary>Who pays for the payloads that are to be published.</summary>
    public MemoryAccount Memory { get; }

    /// <summary>What the user wrote for the stream.</summary>
    public StreamOptions Options => _stream.Options;

    internal InputTimeline Timeline { get; }

    /// <summary>For each announced track, its slot in the stream.</summary>
    internal int[] Slots { get; }

    /// <summary>Publishes a unit; its payload's reference goes to the stream, whatever happens.</summary>
    /// <param name="track">Index among the announced tracks.</param>
    /// <param name="time">The input's timestamps.</param>
    /// <param name="arrival">When its last byte arrived.</param>
    /// <param name="unit">The unit.</param>
    public void Publish(int track, in InputTimestamps time, MonotonicTime arrival, in AssembledUnit unit) =>
        _stream.Publish(this, track, time, arrival, unit);

    /// <summary>Tells what a sender report says of a track's clock (RFC 3550, 6.4.1).</summary>
    public void ObserveSenderReport(int track, DateTime utc, uint rtpTimestamp, MonotonicTime arrival) =>
        _stream.ObserveSenderReport(this, track, utc, rtpTimestamp, arrival);

    /// <summary>Tells what was counted of a track's packets so far; for inputs whose transport has packets.</summary>
    public void ReportTransport(int track, in TransportFigures figures) => _stream.ReportTransport(this, track, figures);

    /// <summary>Ends the turn; the stream waits for its grace. Idempotent.</summary>
    public void End() => _stream.EndPublication(this);
}
