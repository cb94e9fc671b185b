using System.Collections.Immutable;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>What a server session tells its driver.</summary>
public abstract class RtspServerEvent
{
    private RtspServerEvent()
    {
    }

    /// <summary>
    /// A request that waits for the driver: it completes it with the session's method of that name or with
    /// <see cref="RtspServerSession.Reject(Decision, RtspResponse, System.Buffers.IBufferWriter{byte}, Media.Timing.MonotonicTime)"/>,
    /// at once or later.
    /// </summary>
    public abstract class Decision(RtspRequest request) : RtspServerEvent
    {
        /// <summary>The request, for its headers.</summary>
        public RtspRequest Request { get; } = request;
    }

    /// <summary>A decision about a stream, by its name.</summary>
    public abstract class StreamDecision(RtspRequest request, RtspUrl url, string streamName) : Decision(request)
    {
        /// <summary>The request's URL, with the query that may choose or authorise.</summary>
        public RtspUrl Url { get; } = url;

        /// <summary>The stream's name as the client wrote it, decoded and not checked.</summary>
        public string StreamName { get; } = streamName;
    }

    /// <summary>A viewer asks what the stream is: by DESCRIBE, or by a SETUP that no DESCRIBE came before.</summary>
    public sealed class DescribeRequested(RtspRequest request, RtspUrl url, string streamName, bool bindsSession)
        : StreamDecision(request, url, streamName)
    {
        /// <summary>
        /// True if the tracks of the answer are those that SETUP will mean. False if the session has tracks already: it stays with them,
        /// and the answer is only for the client to read.
        /// </summary>
        public bool BindsSession { get; } = bindsSession;
    }

    /// <summary>A publisher says what he will send. The body of the request is the SDP.</summary>
    public sealed class AnnounceRequested(RtspRequest request, RtspUrl url, string streamName) : StreamDecision(request, url, streamName);

    /// <summary>A track wants a transport with ports, which the driver opens. Comes only for UDP and multicast.</summary>
    public sealed class SetupRequested(RtspRequest request, RtspUrl url, int track, TransportSpec transport) : Decision(request)
    {
        /// <summary>The track's index in the presentation.</summary>
        public int Track { get; } = track;

        /// <summary>The alternative that was chosen, as the client wrote it.</summary>
        public TransportSpec Transport { get; } = transport;

        /// <summary>The track's source as the presentation named it, or null.</summary>
        public uint? Ssrc { get; init; }

        internal RtspUrl Url { get; } = url;
    }

    /// <summary>A viewer wants media to flow, from the first time or again. Media is sent after the response.</summary>
    public sealed class PlayRequested(RtspRequest request, RangeHeader? range, ImmutableArray<RtspTrackSetup> tracks) : Decision(request)
    {
        /// <summary>The range that was asked for, null for none or one that cannot be read.</summary>
        public RangeHeader? Range { get; } = range;

        /// <summary>The tracks that were set up, by index.</summary>
        public ImmutableArray<RtspTrackSetup> Tracks { get; } = tracks;
    }

    /// <summary>A publisher is about to send.</summary>
    public sealed class RecordRequested(RtspRequest request, ImmutableArray<RtspTrackSetup> tracks) : Decision(request)
    {
        /// <summary>The tracks that were set up, by index: the only ones that will come.</summary>
        public ImmutableArray<RtspTrackSetup> Tracks { get; } = tracks;
    }

    /// <summary>The peer paused: the driver stops to send, or expects no media. The response is written.</summary>
    public sealed class Paused : RtspServerEvent;

    /// <summary>The peer took its session down; the connection may begin another. The response is written.</summary>
    public sealed class TornDown : RtspServerEvent;

    /// <summary>The connection is over: the driver sends what was written and closes it.</summary>
    public sealed class Ended(RtspEndReason reason, RtspFault fault = RtspFault.None) : RtspServerEvent
    {
        /// <summary>The one reason.</summary>
        public RtspEndReason Reason { get; } = reason;

        /// <summary>What was wrong with the bytes, for <see cref="RtspEndReason.Fault"/>.</summary>
        public RtspFault Fault { get; } = fault;
    }
}
