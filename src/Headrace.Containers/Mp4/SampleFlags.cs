namespace Headrace.Containers.Mp4;

/// <summary>
/// What a fragment says of a sample's dependencies (ISO/IEC 14496-12, 8.8.3.1 and 8.6.4).
/// </summary>
/// <remarks>
/// <code>
///  31    28 27 26 25 24 23   22 21   20 19   17 16        15       0
/// +--------+-----+-----+-------+-------+-------+----------+----------+
/// |reserved|lead-|de-  |is de- |has re-|padding|is not    |degrada-  |
/// |        |ing  |pends|pended |dundant|       |sync      |tion      |
/// +--------+-----+-----+-------+-------+-------+----------+----------+
/// </code>
/// </remarks>
/// <param name="Value">The 32 bits.</param>
public readonly record struct SampleFlags(uint Value)
{
    private const uint LeadingNotDecodable = 0x0400_0000;
    private const uint DependsOnOthers = 0x0100_0000;
    private const uint DependsOnNone = 0x0200_0000;
    private const uint NoneDependsOnIt = 0x0080_0000;
    private const uint NotSync = 0x0001_0000;

    /// <summary>A sample at which decoding may begin, and that needs no other.</summary>
    public static readonly SampleFlags Sync = new(DependsOnNone);

    /// <summary>A sample that needs others.</summary>
    public static readonly SampleFlags Dependent = new(DependsOnOthers | NotSync);

    /// <summary>True when decoding may begin here.</summary>
    public bool IsSync => (Value & NotSync) == 0;

    /// <summary>True when it is said that no other sample needs this one.</summary>
    public bool IsDisposable => (Value & NoneDependsOnIt) != 0;

    /// <summary>True when it is said that it cannot be decoded by who begins at the sync sample that it follows.</summary>
    public bool IsLeading => (Value & LeadingNotDecodable) != 0;

    /// <summary>These flags, with what is known of its place among the others.</summary>
    public SampleFlags With(bool isDisposable, bool isLeading) =>
        new(Value | (isDisposable ? NoneDependsOnIt : 0) | (isLeading ? LeadingNotDecodable : 0));

    /// <summary>Eight hexadecimal digits.</summary>
    public override string ToString() => $"{Value:X8}";
}
