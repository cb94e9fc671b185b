using System.Globalization;

namespace Headrace.Media.Codecs;

/// <summary>What could not be made a unit of, counted by why.</summary>
/// <param name="Malformed">Packets, pieces and units that could not be understood.</param>
/// <param name="TooLarge">Units, and pieces alone, of more bytes than a unit may have (<see cref="UnitAssemblerOptions.MaxUnitBytes"/>).</param>
/// <param name="TooManyNalUnits">Units of more NAL units than <see cref="NalUnitAssembler.MaxNalUnits"/>.</param>
/// <param name="TimedOut">Units whose end did not come in time.</param>
public readonly record struct UnitFaults(long Malformed, long TooLarge, long TooManyNalUnits, long TimedOut)
{
    /// <summary>All together.</summary>
    public long Total => Malformed + TooLarge + TooManyNalUnits + TimedOut;

    /// <summary>Those of two who look at the same units.</summary>
    public static UnitFaults operator +(in UnitFaults a, in UnitFaults b) =>
        new(a.Malformed + b.Malformed, a.TooLarge + b.TooLarge, a.TooManyNalUnits + b.TooManyNalUnits, a.TimedOut + b.TimedOut);

    /// <summary>Those that came after others.</summary>
    public static UnitFaults operator -(in UnitFaults now, in UnitFaults before) =>
        new(now.Malformed - before.Malformed, now.TooLarge - before.TooLarge, now.TooManyNalUnits - before.TooManyNalUnits, now.TimedOut - before.TimedOut);

    /// <summary>In words, for the log.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Malformed} malformed, {TooLarge} too large, {TooManyNalUnits} with too many NAL units, {TimedOut} without their end");
}
