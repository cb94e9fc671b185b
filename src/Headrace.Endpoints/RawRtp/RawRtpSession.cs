using Headrace.Endpoints.MpegTs;
using Headrace.Endpoints.Publications;
using Headrace.Endpoints.Rtp;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Streaming.Access;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

/// <summary>
/// Who publishes one stream over raw RTP: one source, or several that belong together. Its sources change under the receiver's lock; packets, and its end, need none.
/// </summary>
internal sealed class RawRtpSession : Session
{
    private readonly List<RawRtpSource> _sources = [];
    private IRtpMedia _media = new RtpTracks();
    private long _bytesIn;
    private long _bytesOut;

    public RawRtpSession(string stream, RawRtpSource first, string? input, AccessGrant? grant, MonotonicTime beginAt, DateTimeOffset started)
        : base(first.IsBare ? "mpegts" : "rtp", first.Address.ToEndPoint(), started)
    {
        StreamName = stream;
        Host = first.Host;
        Entry = first.Entry;
        Input = input;
        Grant = grant;
        BeginAt = beginAt;
        Role = SessionRole.Publisher;
    }

    public override string? Input { get; }

    public override long BytesIn => Interlocked.Read(ref _bytesIn);

    public override long BytesOut => Interlocked.Read(ref _bytesOut);

    /// <summary>Nothing but its address is known of it: it takes nobody's place.</summary>
    public override bool TakesOver => false;

    /// <summary>Where it sends from, without port.</summary>
    public UdpAddress Host { get; }

    /// <summary>Which known sender it is, or null.</summary>
    public RawRtpEntry? Entry { get; }

    /// <summary>Until when other sources are waited for that may belong to it.</summary>
    public MonotonicTime BeginAt { get; }

    /// <summary>Its sources.</summary>
    public IReadOnlyList<RawRtpSource> Sources => _sources;

    /// <summary>True once its media is published.</summary>
    public bool IsPublishing => _media.IsOpen;

    /// <summary>True once it has sent media that could be published.</summary>
    public bool HasMedia => _media.HasMedia;

    /// <summary>True when every source has said goodbye.</summary>
    public bool HasEnded => _media.HasEnded;

    /// <summary>Why it can publish no more though it sends; null is well.</summary>
    public PublisherFault? Fault => _media.Fault;

    /// <summary>Why it is silent though it sends.</summary>
    public string WhySilent => _media.WhySilent();

    /// <summary>True where it sends a transport stream.</summary>
    public bool IsTransportStream => _sources.Exists(source => source.IsTransportStream);

    /// <summary>Its tracks in words.</summary>
    public string Description => IsTransportStream ? "MPEG-TS" : string.Join(", ", Announced.Select(track => track.Description.Format?.Description ?? track.Description.Map.EncodingName));

    /// <summary>True when no other source is waited for: there are picture and sound, or a description says what there is, or no more can be held.</summary>
    public bool IsComplete => IsTransportStream || Entry is { IsDescribed: true } || (Has(MediaKind.Video) && Has(MediaKind.Audio)) || _sources.Any(source => source.Held.IsFull);

    /// <summary>True when other sources have had their time to come.</summary>
    public bool IsReady(MonotonicTime now) => now >= BeginAt || IsComplete;

    /// <summary>True where a source of some kind of media is there.</summary>
    public bool Has(MediaKind kind) => _sources.Any(source => KindOf(source) == kind);

    /// <summary>When its senders are reported to again.</summary>
    public MonotonicTime NextReport { get; set; }

    /// <summary>True for a source that belongs to it: of the same known sender, or of the same host and by the same name; one picture in all, unless a description says more.</summary>
    public bool Belongs(RawRtpSource source)
    {
        if (EndReason is not null || _sources.Count >= LiveStream.MaxTracks || source.Entry != Entry || source.Host != Host) return false;
        if (source.IsTransportStream || IsTransportStream) return false;
        if (Entry is { IsDescribed: true }) return _sources.TrueForAll(other => other.Track != source.Track);
        bool isSame = Entry is not null || (source.Cname is not null && _sources.Exists(other => other.Cname == source.Cname));
        return isSame && !(KindOf(source) == MediaKind.Video && Has(MediaKind.Video));
    }

    /// <summary>Takes a source; what a known sender's description calls its track stays.</summary>
    public void Add(RawRtpSource source) =>
        Add(source, Entry is { IsDescribed: true } ? source.Track : _sources.Count == 0 ? 0 : _sources.Max(other => other.Track) + 1);

    /// <summary>Takes a source as a track.</summary>
    public void Add(RawRtpSource source, int track)
    {
        source.Session = this;
        source.Track = track;
        _sources.Add(source);
    }

    /// <summary>Lets a source go.</summary>
    public void Remove(RawRtpSource source)
    {
        source.Session = null;
        source.Route = null;
        _sources.Remove(source);
    }

    /// <summary>Publishes what its sources send, from what they hold on.</summary>
    public PublishRefusal TryBegin(StreamRegistry streams, MonotonicTime now, ILogger logger)
    {
        _media.Stop();
        if (IsTransportStream)
        {
            // It publishes by itself, when its first program is known.
            Volatile.Write(ref _media, new RtpTransportStream(streams, this, now, logger));
        }
        else
        {
            RtpTracks tracks = new();
            Volatile.Write(ref _media, tracks);
            PublishRefusal refusal = tracks.TryStart(streams, this, Announced, isOrdered: false, now);
            if (refusal != PublishRefusal.None) return refusal;
        }

        foreach (RawRtpSource source in _sources) Route(source);

        // It may have been ended meanwhile.
        if (EndReason is not null) _media.Stop();
        return PublishRefusal.None;
    }

    /// <summary>From now on a source's packets are published, and those that it holds first.</summary>
    public void Route(RawRtpSource source)
    {
        if (source.HeldReport is { } report) _media.HandleRtcp(source.Track, report.Bytes, report.Arrival);
        source.HeldReport = null;
        source.Held.HandOn((bytes, arrival) => HandleRtp(source.Track, bytes, arrival));
        source.Route = new RawRtpRoute(this, source.Track);
    }

    /// <summary>Takes a packet of a track.</summary>
    public void HandleRtp(int track, ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        Interlocked.Add(ref _bytesIn, bytes.Length);
        _media.HandleRtp(track, bytes, now);
    }

    /// <summary>Takes one RTCP packet of a track.</summary>
    public void HandleRtcp(int track, ReadOnlySpan<byte> packet, MonotonicTime now)
    {
        Interlocked.Add(ref _bytesIn, packet.Length);
        _media.HandleRtcp(track, packet, now);
    }

    /// <summary>Gives up packets that were waited for long enough.</summary>
    public void HandleTimeout(MonotonicTime now) => _media.HandleTimeout(now);

    /// <summary>Tells figures and faults, some times a second.</summary>
    public void Check(MonotonicTime now, TimeSpan silence, ILogger logger)
    {
        _media.ReportFigures();
        _media.Check(StreamName!, Remote, now, silence, logger);
    }

    /// <summary>True when no media has come for longer than a limit.</summary>
    public bool IsSilent(MonotonicTime now, TimeSpan limit) => IsPublishing ? _media.IsSilent(now, limit) : _sources.TrueForAll(source => now - source.LastMedia > limit);

    /// <summary>Writes a receiver report about a source; returns its length.</summary>
    public int WriteReport(RawRtpSource source, uint ssrc, string cname, MonotonicTime now, Span<byte> target)
    {
        int length = _media.WriteReport(source.Track, ssrc, cname, now, target);
        Interlocked.Add(ref _bytesOut, length);
        return length;
    }

    // The receiver's timer forgets it: its lock is not taken here, as whoever ends sessions may hold others.
    protected override void OnEnd() => Volatile.Read(ref _media).Stop();

    private IReadOnlyList<(int Number, RtpTrackDescription Description)> Announced => Entry is { IsDescribed: true } entry
        ? [.. entry.Tracks.Index()]
        : [.. _sources.Select(source => (source.Track, source.Description!))];

    private static MediaKind? KindOf(RawRtpSource source) => source.Description?.PayloadFormat.Codec.Kind;
}
