using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.Detection;

/// <summary>
/// Finds out what a source sends that nobody described: by its payload type where that has a fixed meaning (RFC 3551, 6), else by its bytes over some packets. Single-threaded.
/// </summary>
/// <param name="payloadType">The payload type of the source's packets; others are passed over.</param>
public sealed class PayloadGuess(byte payloadType)
{
    /// <summary>How long the clock of a format is measured that does not say it.</summary>
    public static readonly TimeSpan ClockPatience = TimeSpan.FromSeconds(1);

    /// <summary>Packets after which a source that looks like nothing known is given up.</summary>
    public const int HopelessAfter = 64;

    // A format stays possible as long as at most one packet in this many speaks against it.
    private const int MaxAgainst = 16;

    private readonly int[] _for = new int[PayloadDetectors.All.Length];
    private readonly int[] _against = new int[PayloadDetectors.All.Length];
    private SequenceNumber _lastNumber;
    private uint _lastTimestamp;
    private uint _firstTimestamp;
    private MonotonicTime _firstArrival;

    /// <summary>The payload type of the source's packets.</summary>
    public byte PayloadType => payloadType;

    /// <summary>Packets looked at.</summary>
    public int Packets { get; private set; }

    /// <summary>True when none of the known formats is possible any more.</summary>
    public bool IsHopeless => Packets >= HopelessAfter && !Enumerable.Range(0, _for.Length).Any(IsPossible);

    /// <summary>The format that the packets look most like so far, for people; null where they look like none.</summary>
    public string? Likeliest
    {
        get
        {
            int best = Array.IndexOf(_for, _for.Max());
            return _for[best] > 0 && IsPossible(best) ? PayloadDetectors.All[best].Name : null;
        }
    }

    /// <summary>Looks at a packet; true when it is clear now what the source sends.</summary>
    /// <param name="packet">The packet.</param>
    /// <param name="arrival">When it came.</param>
    /// <param name="medium">What it sends, as a session description would say.</param>
    public bool TryDecide(in RtpPacket packet, MonotonicTime arrival, [NotNullWhen(true)] out MediaDescription? medium)
    {
        medium = null;
        if (packet.PayloadType != payloadType || packet.Payload.IsEmpty) return false;
        if (StaticPayloadTypes.Find(payloadType) is { } known)
        {
            medium = DescribeStatic(known);
            return true;
        }

        PayloadSample sample = Sample(packet, arrival);
        for (int i = 0; i < _for.Length; i++)
        {
            PayloadDetector detector = PayloadDetectors.All[i];
            PayloadEvidence evidence = detector.Look(sample);
            if (evidence == PayloadEvidence.Against) _against[i]++;
            if (evidence == PayloadEvidence.For) _for[i]++;
            bool isEnough = evidence == PayloadEvidence.Proof || (evidence == PayloadEvidence.For && _for[i] >= detector.Needed);
            if (medium is not null || !isEnough || !IsPossible(i)) continue;
            if (detector.NeedsClockRate && arrival - _firstArrival < ClockPatience) continue;
            medium = detector.Describe(payloadType, sample, detector.NeedsClockRate ? ClockRateAt(packet.Timestamp, arrival) : 0);
        }

        return medium is not null;
    }

    private PayloadSample Sample(in RtpPacket packet, MonotonicTime arrival)
    {
        int? step = Packets > 0 && packet.SequenceNumber == _lastNumber.Next ? unchecked((int)(packet.Timestamp - _lastTimestamp)) : null;
        if (Packets++ == 0) (_firstTimestamp, _firstArrival) = (packet.Timestamp, arrival);
        (_lastNumber, _lastTimestamp) = (packet.SequenceNumber, packet.Timestamp);
        return new PayloadSample(packet.Payload, step);
    }

    private bool IsPossible(int detector) => _against[detector] * MaxAgainst <= Packets;

    private int ClockRateAt(uint timestamp, MonotonicTime arrival) => (int)(unchecked(timestamp - _firstTimestamp) / (arrival - _firstArrival).TotalSeconds);

    private static MediaDescription DescribeStatic(RtpMap map) => new()
    {
        Kind = map.ClockRate == 90_000 && map.PayloadType != MpegAudioType ? "video" : "audio",
        Formats = [map.PayloadType.ToString(System.Globalization.CultureInfo.InvariantCulture)],
    };

    // The one sound whose clock is that of pictures (RFC 3551, 4.5.13).
    private const byte MpegAudioType = 14;
}
