using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Endpoints.Connections;
using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Endpoints.Rtp;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtsp.Headers;
using Headrace.Protocols.Rtsp.Server;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Rtsp;

/// <summary>What is published over RTSP, by a publisher or pulled from a camera: which media of its description are tracks, and their packets. Started and stopped by the connection's loop; packets may come from others.</summary>
internal sealed class RtspPublisher
{
    private const string TransportStreamName = "MP2T";

    private readonly Dictionary<int, RtpTrackDescription> _usable = [];
    private readonly RtpTracks _tracks = new();
    private readonly int? _transportStream;
    private RtpTransportStream? _stream;
    private readonly AdaptiveReading _reading = new();

    private RtspPublisher(SessionDescription sdp)
    {
        List<string> words = [];
        for (int i = 0; i < sdp.Media.Length; i++)
        {
            if (_transportStream is null && IsTransportStream(sdp.Media[i]))
            {
                _transportStream = i;
                words.Add("MPEG-TS");
                continue;
            }

            if (RtpPayloadFormats.TryRead(sdp.Media[i], out RtpTrackDescription? description, out RtpTrackRefusal refusal)) _usable[i] = description;
            words.Add(description is null ? $"{sdp.Media[i].Kind} left out ({refusal})" : description.Format?.Description ?? description.Map.EncodingName);
        }

        Description = string.Join(", ", words);
        Tracks = [.. sdp.Media.Select(media => new RtspTrack(media.Control ?? ""))];
    }

    /// <summary>The tracks in words, and those that are left out with the reason.</summary>
    public string Description { get; }

    /// <summary>Why a transport stream within it is not published any longer; null is well.</summary>
    public PublisherFault? Fault => Media.Fault;

    /// <summary>The media of the session description, in its order.</summary>
    public ImmutableArray<RtspTrack> Tracks { get; }

    /// <summary>Reads what a publisher announces; false with the reason in words when nothing of it can be used.</summary>
    public static bool TryCreate(ReadOnlySpan<byte> body, [NotNullWhen(true)] out RtspPublisher? publisher, [NotNullWhen(false)] out string? problem)
    {
        publisher = null;
        problem = null;
        if (!SdpReader.TryRead(body, out SessionDescription sdp, out SdpError error)) problem = error.ToString();
        return problem is null && TryCreate(sdp, out publisher, out problem);
    }

    /// <summary>The same, for a description that was read.</summary>
    public static bool TryCreate(SessionDescription sdp, [NotNullWhen(true)] out RtspPublisher? publisher, [NotNullWhen(false)] out string? problem)
    {
        RtspPublisher read = new(sdp);
        problem = read._usable.Count > 0 || read._transportStream is not null ? null : read.Tracks.IsEmpty ? "it names no media" : read.Description;
        publisher = problem is null ? read : null;
        return problem is null;
    }

    /// <summary>Begins, or goes on after a pause, to publish the tracks that were set up. A transport stream (RFC 2250, 2) takes the stream once its tables have come.</summary>
    public PublishRefusal TryStart(StreamRegistry streams, Session session, ImmutableArray<RtspTrackSetup> setUp, MonotonicTime now, ILogger logger)
    {
        if (setUp.Any(setup => setup.Track == _transportStream))
        {
            Volatile.Write(ref _stream, new RtpTransportStream(streams, session, now, logger));
            return PublishRefusal.None;
        }

        List<(int Number, RtpTrackDescription Description)> usable = [];
        foreach (RtspTrackSetup setup in setUp)
        {
            if (_usable.TryGetValue(setup.Track, out RtpTrackDescription? description)) usable.Add((setup.Track, description));
        }

        // The tracks of a session are carried one way.
        return _tracks.TryStart(streams, session, usable, setUp.All(setup => setup.Transport.Lower == LowerTransport.Tcp), now);
    }

    /// <summary>How long its connection is not read now, so that it sends less; only where its stream says that it adapts. On the connection's loop.</summary>
    public TimeSpan PauseAfter(int bytes, MonotonicTime now) =>
        _tracks.Publication is { Options.AdaptiveSender: true } publication ? _reading.PauseAfter(bytes, publication.Pressure, now) : TimeSpan.Zero;

    /// <summary>True when it records and no packet of its media has come for longer than a limit. From the endpoint's timer.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => Media.IsSilent(now, limit);

    /// <summary>True when every track that has begun has said that it sends no more.</summary>
    public bool HasEnded => Media.HasEnded;

    /// <summary>Says what is wrong with tracks; see <see cref="RtpTracks.Check"/>.</summary>
    public void CheckTracks(string stream, object from, MonotonicTime now, TimeSpan limit, ILogger logger) => Media.Check(stream, from, now, limit, logger);

    /// <summary>Takes an RTP packet of a track of the session description.</summary>
    public void HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        if (Volatile.Read(ref _stream) is not { } stream) _tracks.HandleRtp(track, bytes, now);
        else if (track == _transportStream) stream.HandleRtp(track, bytes, now);
    }

    /// <summary>Takes an RTCP packet of a track.</summary>
    public void HandleRtcp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        if (Volatile.Read(ref _stream) is not { } stream) _tracks.HandleRtcp(track, bytes, now);
        else if (track == _transportStream) stream.HandleRtcp(track, bytes, now);
    }

    /// <summary>Gives up packets that were waited for long enough.</summary>
    public void HandleTimeout(MonotonicTime now) => Media.HandleTimeout(now);

    /// <summary>Tells the stream what was counted of the packets.</summary>
    public void ReportFigures() => Media.ReportFigures();

    /// <summary>Writes a receiver report about a track; 0 bytes where there is nothing to report.</summary>
    public int WriteReport(int track, uint ssrc, string cname, MonotonicTime now, Span<byte> target) => Media.WriteReport(track, ssrc, cname, now, target);

    /// <summary>True for a medium of the description that can be received.</summary>
    public bool IsUsable(int track) => _transportStream is { } only ? track == only : _usable.ContainsKey(track);

    /// <summary>Ends the publication, for good or until the next start; the last unit goes on whole.</summary>
    public void Stop()
    {
        _tracks.Stop();
        Volatile.Read(ref _stream)?.Stop();
        Volatile.Write(ref _stream, null);
    }

    private IRtpMedia Media => (IRtpMedia?)Volatile.Read(ref _stream) ?? _tracks;

    private static bool IsTransportStream(MediaDescription media) =>
        media.Protocol.Contains("RTP", StringComparison.OrdinalIgnoreCase) && media.PayloadTypes.Any(type => media.FindRtpMap(type)?.Is(TransportStreamName) == true);
}
