using System.Diagnostics;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Detection;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>One synchronisation source at one address, from its second packet in order on. Under the receiver's lock, except where it is said.</summary>
internal sealed class RawRtpSource(UdpAddress address, uint ssrc, byte payloadType, MonotonicTime now, HeldPackets held) : IDisposable
{
    /// <summary>What stands for the SSRC of a transport stream without RTP.</summary>
    public const uint BareSsrc = 0x47474747;

    /// <summary>What a transport stream without RTP is described as.</summary>
    public static readonly RtpTrackDescription TransportStream = DescribeTransportStream();

    private long _lastMedia = now.Nanoseconds;
    private RawRtpRoute? _route;

    /// <summary>True for a transport stream without RTP.</summary>
    public bool IsBare { get; init; }

    /// <summary>True for a transport stream.</summary>
    public bool IsTransportStream => Description?.Map.Is(TransportStreamDetector.EncodingName) == true;

    /// <summary>Where its packets come from now.</summary>
    public UdpAddress Address { get; set; } = address;

    /// <summary>What it calls itself now.</summary>
    public uint Ssrc { get; set; } = ssrc;

    /// <summary>The address without the port.</summary>
    public UdpAddress Host => Address.WithPort(0);

    /// <summary>The payload type of its first packets.</summary>
    public byte PayloadType => payloadType;

    /// <summary>When it came to count.</summary>
    public MonotonicTime Since { get; } = now;

    /// <summary>Finds out what it sends.</summary>
    public PayloadGuess Guess { get; } = new(payloadType);

    /// <summary>Which known sender it is of, or null.</summary>
    public RawRtpEntry? Entry { get; init; }

    /// <summary>Who may have sent the same before it, and is waited for whether he still does.</summary>
    public RawRtpSource? Predecessor { get; set; }

    /// <summary>What it sends; null while that is not clear.</summary>
    public RtpTrackDescription? Description { get; set; }

    /// <summary>Its canonical name (RFC 3550, 6.5.1), or null while it has told none.</summary>
    public string? Cname { get; set; }

    /// <summary>Whose it is, once it is clear what it sends.</summary>
    public RawRtpSession? Session { get; set; }

    /// <summary>Its number among the tracks of <see cref="Session"/>.</summary>
    public int Track { get; set; }

    /// <summary>Its packets, until they have a route.</summary>
    public HeldPackets Held => held;

    /// <summary>Its last sender report, for when it has a route, and when that came.</summary>
    public (byte[] Bytes, MonotonicTime Arrival)? HeldReport { get; set; }

    /// <summary>Where its reports come from, and where ours go to; null while none has come.</summary>
    public RtcpTarget? Reports { get; set; }

    /// <summary>Where its packets go; null until it is published. Read by the port's loop without the lock.</summary>
    public RawRtpRoute? Route
    {
        get => Volatile.Read(ref _route);
        set => Volatile.Write(ref _route, value);
    }

    /// <summary>When its last packet came. Without the lock.</summary>
    public MonotonicTime LastMedia
    {
        get => new(Volatile.Read(ref _lastMedia));
        set => Volatile.Write(ref _lastMedia, value.Nanoseconds);
    }

    /// <summary>Holds a packet until it can be published.</summary>
    public void Hold(ReadOnlySpan<byte> bytes, MonotonicTime arrival)
    {
        LastMedia = arrival;
        held.Add(bytes, arrival);
    }

    /// <inheritdoc/>
    public void Dispose() => held.Dispose();

    private static RtpTrackDescription DescribeTransportStream() =>
        RtpPayloadFormats.TryRead(new TransportStreamDetector().Describe(TransportStreamDetector.PayloadType, default, 0), out RtpTrackDescription? description, out _)
            ? description
            : throw new UnreachableException("Every payload type can be read.");
}
