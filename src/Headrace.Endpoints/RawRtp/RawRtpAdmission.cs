using System.Collections.Immutable;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Receiving;
using Headrace.Streaming.Access;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Streams;
using Headrace.Transport.Udp;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.RawRtp;

/// <summary>Who is let in over raw RTP, and who is not heard for some time because he was not. Lines about it are written at most once a second. Under the receiver's lock.</summary>
internal sealed class RawRtpAdmission(RawRtpOptions options, StreamRegistry streams, RawRtpSources sources, TimeProvider clock, ILogger logger)
{
    /// <summary>Sources of one host of which it is not clear yet what they send.</summary>
    public const int MaxPendingOfHost = 64;

    /// <summary>Publishers that one host may have in any case.</summary>
    public const int LeastOfHost = 64;

    /// <summary>Who was refused is looked at again after this.</summary>
    public static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(5);

    /// <summary>Whom an operator has sent away, and who sends what nobody knows, after this.</summary>
    public static readonly TimeSpan DeafFor = TimeSpan.FromMinutes(1);

    private readonly LineThrottle _lines = new(clock);
    private readonly RtpProbation<UdpAddress> _probation = new();

    /// <summary>What holds now.</summary>
    public RawRtpSettings Settings { get; private set; } = options.Settings;

    /// <summary>The known senders; those of whom more is known come first.</summary>
    public ImmutableArray<RawRtpEntry> Entries { get; private set; } = EntriesOf(options.Settings, []);

    /// <summary>Sources that were not let in.</summary>
    public long Refused { get; private set; }

    /// <summary>Those that are not known and not heard yet.</summary>
    public RtpProbation<UdpAddress> Probation => _probation;

    /// <summary>Transport streams without RTP that are not known and not heard yet.</summary>
    public BareProbation Bare { get; } = new();

    /// <summary>A hash of a host that nobody can foretell.</summary>
    public static int HashOf(in UdpAddress address) => HashCode.Combine(address.High, address.Low);

    /// <summary>Makes other settings hold; a known sender of which they say the same stays who it was.</summary>
    public void Configure(RawRtpSettings settings)
    {
        Settings = settings;
        Entries = EntriesOf(settings, Entries);
    }

    /// <summary>The known sender that a source is of, or null.</summary>
    public RawRtpEntry? EntryOf(in UdpAddress host, uint ssrc)
    {
        foreach (RawRtpEntry entry in Entries)
        {
            if (entry.Fits(host, ssrc)) return entry;
        }

        return null;
    }

    /// <summary>True where one more source of a host may be listened to.</summary>
    public bool MayListenTo(in UdpAddress host)
    {
        int pending = 0;
        foreach (RawRtpSource source in sources.OfHost(host))
        {
            if (source.Session is null) pending++;
        }

        bool may = pending < MaxPendingOfHost && sources.All.Count < Settings.MaxSessions * 2 + MaxPendingOfHost;
        if (!may) Tell(host);
        return may;
    }

    /// <summary>True where a host may have one more session beside those that there are.</summary>
    public bool MayHaveSession(in UdpAddress host, IReadOnlyCollection<RawRtpSession> sessions)
    {
        int own = 0;
        foreach (RawRtpSession session in sessions)
        {
            if (session.Host == host) own++;
        }

        bool may = sessions.Count < Settings.MaxSessions && own < Math.Max(LeastOfHost, Settings.MaxSessions / 2);
        if (!may) Tell(host);
        return may;
    }

    /// <summary>True where an address may publish a stream.</summary>
    public bool MayPublish(string stream, in UdpAddress from, out AccessGrant? grant)
    {
        grant = null;
        if (options.Access is not { } access || access.Judge(AccessAction.Publish, stream, from.ToEndPoint().Address, null, out grant) == AccessVerdict.Allowed) return true;
        Refused++;
        if (_lines.Passes(out int others)) RawRtpLog.AccessDenied(logger, stream, from, others);
        return false;
    }

    /// <summary>Says that a stream did not take what comes.</summary>
    public void TellRefusal(string? stream, in UdpAddress from, PublishRefusal refusal)
    {
        Refused++;
        if (_lines.Passes(out int others)) RawRtpLog.Refused(logger, stream, from, refusal, refusal.ToAdvice(), others);
    }

    /// <summary>Says that nobody knows what a source sends.</summary>
    public void TellUnrecognised(RawRtpSource source)
    {
        Refused++;
        string likeliest = source.Guess.Likeliest is { } name ? $" for sure, though it looks like {name}" : "";
        if (_lines.Passes(out int others)) RawRtpLog.Unrecognised(logger, source.Address, source.Ssrc, source.PayloadType, likeliest, others);
    }

    /// <summary>Says that a source is not of those that its sender's description names.</summary>
    public void TellNotDescribed(string stream, in UdpAddress from, uint ssrc, byte payloadType)
    {
        Refused++;
        if (_lines.Passes(out int others)) RawRtpLog.NotDescribed(logger, stream, from, ssrc, payloadType, others);
    }

    /// <summary>Does not hear a source for some time.</summary>
    public void Mute(in UdpAddress address, uint ssrc, MonotonicTime now, TimeSpan time)
    {
        if (ssrc == RawRtpSource.BareSsrc) Bare.Mute(address, now + time);
        else _probation.Mute(address, HashOf(address), ssrc, now, now + time);
    }

    /// <summary>Says that what comes can be published no more.</summary>
    public void TellFault(string? stream, in UdpAddress from, string fault)
    {
        Refused++;
        if (_lines.Passes(out int others)) RawRtpLog.Faulty(logger, stream, from, fault, others);
    }

    private static ImmutableArray<RawRtpEntry> EntriesOf(RawRtpSettings settings, ImmutableArray<RawRtpEntry> before) =>
    [
        .. settings.Streams.OrderByDescending(stream => (stream.Ssrc is null ? 0 : 2) + (stream.Address is null ? 0 : 1))
            .Select(stream => before.FirstOrDefault(entry => entry.Options == stream) ?? new RawRtpEntry(stream)),
    ];

    private void Tell(in UdpAddress host)
    {
        Refused++;
        streams.Limits.Tell(LimitKeys.RtpSessions, Settings.MaxSessions, null, $"what {host.ToEndPoint().Address} sends over RTP was refused");
    }
}
