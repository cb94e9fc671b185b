namespace Headrace.Media.Codecs;

/// <summary>Frames a second as a fraction in lowest terms: 30000/1001.</summary>
/// <param name="Numerator">Frames.</param>
/// <param name="Denominator">In so many seconds.</param>
public readonly record struct FrameRate(int Numerator, int Denominator)
{
    /// <summary>Above this many frames a second, what a stream states is the tick of its clock and no frame rate.</summary>
    public const int MaxPlausible = 480;

    /// <summary>Below one frame in so many seconds, what a stream states is taken for a mistake.</summary>
    public const int MaxPlausibleSeconds = 60;

    /// <summary>Frames a second.</summary>
    public double Value => (double)Numerator / Denominator;

    /// <summary>A fraction in lowest terms, or null when it is no plausible frame rate.</summary>
    public static FrameRate? Of(ulong numerator, ulong denominator)
    {
        if (numerator == 0 || denominator == 0) return null;
        ulong divisor = GreatestCommonDivisor(numerator, denominator);
        (numerator, denominator) = (numerator / divisor, denominator / divisor);
        if (numerator > int.MaxValue || denominator > int.MaxValue) return null;
        if (numerator > MaxPlausible * denominator || numerator * MaxPlausibleSeconds < denominator) return null;
        return new FrameRate((int)numerator, (int)denominator);
    }

    /// <summary>Duration of a frame in ticks of a clock, rounded to nearest.</summary>
    public int FrameDuration(int clockRate) => (int)(((long)clockRate * Denominator + Numerator / 2) / Numerator);

    private static ulong GreatestCommonDivisor(ulong a, ulong b)
    {
        while (b != 0) (a, b) = (b, a % b);
        return a;
    }

    /// <inheritdoc/>
    public override string ToString() => Denominator == 1 ? $"{Numerator}" : $"{Numerator}/{Denominator}";
}
