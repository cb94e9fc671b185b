using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Av1;

/// <summary>
/// What a sequence header says of times and of the layers that may be decoded together (AV1, 5.5.1 to 5.5.5): the first operating point is the one
/// that decoders choose, and the one that containers name.
/// </summary>
/// <param name="Level">seq_level_idx of the first one: 8 is level 4.0, 31 none.</param>
/// <param name="IsHighTier">seq_tier of the first one.</param>
/// <param name="InitialDelay">initial_display_delay_minus_1 of the first one, or null.</param>
/// <param name="FrameRate">Frames a second, where they are evenly spaced.</param>
/// <param name="HasEqualIntervals">equal_picture_interval.</param>
public sealed record Av1OperatingPoints(byte Level, bool IsHighTier, byte? InitialDelay, FrameRate? FrameRate, bool HasEqualIntervals)
{
    /// <summary>Below this level there is one tier only.</summary>
    private const byte FirstTieredLevel = 8;

    /// <summary>True when frames carry what the decoder model needs.</summary>
    internal bool HasDecoderModel { get; private init; }

    /// <summary>Bits of a frame's presentation time.</summary>
    internal byte PresentationTimeBits { get; private init; }

    /// <summary>Bits of a frame's buffer removal time.</summary>
    internal byte RemovalTimeBits { get; private init; }

    /// <summary>operating_point_idc of those whose frames have a buffer removal time.</summary>
    internal IReadOnlyList<ushort> Modelled { get; private init; } = [];

    internal static Av1OperatingPoints OfReduced(ref BitReader bits) => new((byte)bits.Read(5), false, null, null, false);

    internal static Av1OperatingPoints Read(ref BitReader bits)
    {
        FrameRate? rate = null;
        bool hasEqualIntervals = false;
        bool hasModel = false;
        int delayBits = 0;
        byte removalBits = 0;
        byte presentationBits = 0;
        if (bits.ReadFlag())
        {
            uint tick = bits.Read(32);
            uint scale = bits.Read(32);
            hasEqualIntervals = bits.ReadFlag();
            if (hasEqualIntervals) rate = Codecs.FrameRate.Of(scale, tick * ((ulong)bits.ReadUe() + 1));
            hasModel = bits.ReadFlag();
            if (hasModel)
            {
                delayBits = (int)bits.Read(5) + 1;
                bits.Skip(32);
                removalBits = (byte)(bits.Read(5) + 1);
                presentationBits = (byte)(bits.Read(5) + 1);
            }
        }

        bool hasDelays = bits.ReadFlag();
        int count = (int)bits.Read(5) + 1;
        Av1OperatingPoints points = new(0, false, null, rate, hasEqualIntervals);
        List<ushort> modelled = [];
        for (int i = 0; i < count; i++)
        {
            ushort idc = (ushort)bits.Read(12);
            byte level = (byte)bits.Read(5);
            bool isHighTier = level >= FirstTieredLevel && bits.ReadFlag();
            if (hasModel && bits.ReadFlag())
            {
                bits.Skip(2 * delayBits + 1);
                modelled.Add(idc);
            }

            byte? delay = hasDelays && bits.ReadFlag() ? (byte)bits.Read(4) : null;
            if (i == 0) points = points with { Level = level, IsHighTier = isHighTier, InitialDelay = delay };
        }

        return points with { HasDecoderModel = hasModel, PresentationTimeBits = presentationBits, RemovalTimeBits = removalBits, Modelled = modelled };
    }
}
