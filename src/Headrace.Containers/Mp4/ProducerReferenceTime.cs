using Headrace.Media.Timing;

namespace Headrace.Containers.Mp4;

/// <summary>Where an instant of a track stands in UTC, for <c>prft</c>.</summary>
/// <param name="Utc">UTC; years 1968 to 2104 are told apart by NTP's era rule.</param>
/// <param name="PresentationTime">The same instant in ticks of the track's clock.</param>
/// <param name="Kind">What the instant is.</param>
public readonly record struct ProducerReferenceTime(DateTime Utc, long PresentationTime, ProducerReferenceKind Kind = ProducerReferenceKind.Captured)
{
    private static readonly DateTime NtpEra0 = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime NtpEra1 = NtpEra0.AddSeconds(1L << 32);

    /// <summary>The instant that a path's clock mapping gives a presentation time in ticks of a clock of <paramref name="clockRate"/> Hz.</summary>
    public static ProducerReferenceTime From(ClockMapping mapping, long presentationTime, int clockRate) =>
        new(mapping.ToUtc(presentationTime, clockRate), presentationTime);

    /// <summary>UTC in NTP's 64-bit format, modulo its era (RFC 5905, 6).</summary>
    public ulong ToNtp() => (ulong)(((Int128)(Utc - NtpEra0).Ticks << 32) / TimeSpan.TicksPerSecond);

    /// <summary>UTC of a time in NTP's 64-bit format: era 1 unless its highest bit is set (RFC 4330, 3); to 100 ns.</summary>
    public static DateTime FromNtp(ulong ntp)
    {
        DateTime era = ntp >> 63 != 0 ? NtpEra0 : NtpEra1;
        return era.AddTicks((long)(((UInt128)ntp * (ulong)TimeSpan.TicksPerSecond + (1UL << 31)) >> 32));
    }
}
