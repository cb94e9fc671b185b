using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Av1;

/// <summary>A sequence header, as far as Headrace asks it (AV1, 5.5).</summary>
public sealed record Av1SequenceHeader
{
    /// <summary>Value of a tool that each frame chooses for itself (SELECT_SCREEN_CONTENT_TOOLS, SELECT_INTEGER_MV).</summary>
    internal const byte Select = 2;

    /// <summary>Greatest width and height, in pixels: what MP4 can say.</summary>
    public const int MaxSide = ushort.MaxValue;

    private const byte MaxProfile = 2;

    /// <summary>seq_profile: 0 main, 1 high, 2 professional.</summary>
    public required byte Profile { get; init; }

    /// <summary>True when every frame is a still picture with a header that says nearly nothing.</summary>
    public required bool IsReducedStill { get; init; }

    /// <summary>Level and tier of the first operating point.</summary>
    public required Av1OperatingPoints OperatingPoints { get; init; }

    /// <summary>Greatest width of a frame, in pixels.</summary>
    public required int Width { get; init; }

    /// <summary>Greatest height of a frame, in pixels.</summary>
    public required int Height { get; init; }

    /// <summary>Samples and their meaning.</summary>
    public required Av1ColourConfig Samples { get; init; }

    /// <summary>True when frames may say how grain is added.</summary>
    public required bool HasFilmGrain { get; init; }

    /// <summary>Frames a second, where they are evenly spaced and the header says so.</summary>
    public required FrameRate? FrameRate { get; init; }

    /// <summary>Bits of current_frame_id; 0 where frames have none.</summary>
    internal byte FrameIdBits { get; init; }

    /// <summary>Bits of order_hint; 0 where frames have none.</summary>
    internal byte OrderHintBits { get; init; }

    /// <summary>seq_force_screen_content_tools.</summary>
    internal byte ScreenContentTools { get; init; }

    /// <summary>seq_force_integer_mv.</summary>
    internal byte IntegerMotion { get; init; }

    /// <summary>True when frames are evenly spaced: they then say no presentation time.</summary>
    internal bool HasEqualIntervals { get; init; }

    /// <summary>All that follows the operating points, from a byte border on, without trailing zeros: two headers with the same are the same to a decoder.</summary>
    public required ReadOnlyMemory<byte> Tools { get; init; }

    /// <summary>Parses the payload of a sequence header. False when it ends too early or says what cannot be.</summary>
    public static bool TryParse(ReadOnlySpan<byte> payload, [NotNullWhen(true)] out Av1SequenceHeader? header)
    {
        header = null;
        BitReader bits = new(payload);
        byte profile = (byte)bits.Read(3);
        bool isStill = bits.ReadFlag();
        bool isReduced = bits.ReadFlag();
        if (profile > MaxProfile || (isReduced && !isStill)) return false;
        Av1OperatingPoints points = isReduced ? Av1OperatingPoints.OfReduced(ref bits) : Av1OperatingPoints.Read(ref bits);
        if (bits.HasFailed) return false;
        byte[] tools = CopyRest(bits);
        int widthBits = (int)bits.Read(4) + 1;
        int heightBits = (int)bits.Read(4) + 1;
        int width = (int)bits.Read(widthBits) + 1;
        int height = (int)bits.Read(heightBits) + 1;
        byte frameIdBits = !isReduced && bits.ReadFlag() ? (byte)(bits.Read(4) + 2 + bits.Read(3) + 1) : (byte)0;
        bits.Skip(3);
        (byte orderHintBits, byte screenContent, byte integerMotion) = isReduced ? ((byte)0, Select, Select) : ReadInterTools(ref bits);
        bits.Skip(3);
        Av1ColourConfig samples = Av1ColourConfig.Read(ref bits, profile);
        bool hasFilmGrain = bits.ReadFlag();
        if (bits.HasFailed || width > MaxSide || height > MaxSide) return false;
        header = new Av1SequenceHeader
        {
            Profile = profile,
            IsReducedStill = isReduced,
            OperatingPoints = points,
            Width = width,
            Height = height,
            Samples = samples,
            HasFilmGrain = hasFilmGrain,
            FrameRate = points.FrameRate,
            FrameIdBits = frameIdBits,
            OrderHintBits = orderHintBits,
            ScreenContentTools = screenContent,
            IntegerMotion = integerMotion,
            HasEqualIntervals = points.HasEqualIntervals,
            Tools = tools.AsMemory().TrimEnd((byte)0),
        };
        return true;
    }

    // enable_interintra_compound to order_hint_bits_minus_1.
    private static (byte OrderHintBits, byte ScreenContent, byte IntegerMotion) ReadInterTools(ref BitReader bits)
    {
        bits.Skip(4);
        bool hasOrderHint = bits.ReadFlag();
        if (hasOrderHint) bits.Skip(2);
        byte screenContent = bits.ReadFlag() ? Select : (byte)bits.Read(1);
        byte integerMotion = screenContent == 0 || bits.ReadFlag() ? Select : (byte)bits.Read(1);
        byte orderHintBits = hasOrderHint ? (byte)(bits.Read(3) + 1) : (byte)0;
        return (orderHintBits, screenContent, integerMotion);
    }

    private static byte[] CopyRest(BitReader bits)
    {
        byte[] rest = new byte[(bits.BitsLeft + 7) / 8];
        for (int i = 0; i < rest.Length; i++)
        {
            int count = Math.Min(8, bits.BitsLeft);
            rest[i] = (byte)(bits.Read(count) << 8 - count);
        }

        return rest;
    }
}
