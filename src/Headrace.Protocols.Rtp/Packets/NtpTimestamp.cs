namespace Headrace.Protocols.Rtp.Packets;

/// <summary>
/// Seconds since 1900 in 32.32 fixed point (RFC 3550, 4). Values without the top bit are taken as after February 2036, when the seconds
/// wrap, so that 1968 to 2104 is covered.
/// </summary>
public readonly record struct NtpTimestamp(ulong Value)
{
    private const ulong TicksPerSecond = TimeSpan.TicksPerSecond;
    private static readonly DateTime Epoch = new(1900, 1, 1, 0, 0, 0, DateTimeKind.Utc);
    private static readonly DateTime SecondEra = Epoch.AddSeconds(4_294_967_296);

    /// <summary>Bits 16 to 47: how reception reports name a sender report.</summary>
    public uint Middle => (uint)(Value >> 16);

    /// <summary>The timestamp of an instant in UTC.</summary>
    public static NtpTimestamp FromUtc(DateTime utc)
    {
        ulong ticks = (ulong)(utc - Epoch).Ticks;
        ulong seconds = ticks / TicksPerSecond & uint.MaxValue;
        ulong fraction = ((ticks % TicksPerSecond << 32) + TicksPerSecond / 2) / TicksPerSecond;
        return new NtpTimestamp(unchecked((seconds << 32) + fraction));
    }

    /// <summary>The instant in UTC, to 100 ns.</summary>
    public DateTime ToUtc()
    {
        DateTime era = Value >> 63 == 0 ? SecondEra : Epoch;
        long seconds = (long)(Value >> 32);
        long ticks = (long)(((Value & uint.MaxValue) * TicksPerSecond + (1UL << 31)) >> 32);
        return era.AddTicks(seconds * TimeSpan.TicksPerSecond + ticks);
    }
}
