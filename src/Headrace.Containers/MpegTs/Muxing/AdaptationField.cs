namespace Headrace.Containers.MpegTs.Muxing;

/// <summary>
/// What an adaptation field says (ISO/IEC 13818-1, 2.4.3.4).
/// <code>
/// | length 8 | discontinuity 1 | random access 1 | priority 1 | PCR 1 | … 4 | PCR 48? | stuffing 0xFF … |
/// </code>
/// </summary>
/// <param name="Flags">Its flags.</param>
/// <param name="Pcr">The PCR at 90 kHz, where the flags have one.</param>
internal readonly record struct AdaptationField(byte Flags, long Pcr = 0)
{
    /// <summary>Bytes of length and flags.</summary>
    private const int FixedLength = 2;

    private const byte Stuffing = 0xFF;

    /// <summary>Bytes that it takes without stuffing; 0 when it says nothing.</summary>
    public int Length => Flags == 0 ? 0 : HasPcr ? FixedLength + TsTimestamp.PcrLength : FixedLength;

    private bool HasPcr => (Flags & TsPacket.PcrFlag) != 0;

    /// <summary>Fills the destination, of at least <see cref="Length"/> bytes and at least one, stuffing it up.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = (byte)(destination.Length - 1);
        if (destination.Length == 1) return;
        destination[1] = Flags;
        if (HasPcr) TsTimestamp.WritePcr(destination[FixedLength..], Pcr);
        destination[Math.Max(Length, FixedLength)..].Fill(Stuffing);
    }
}
