namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Bytes that the open PES packets of one reader take together.</summary>
internal sealed class PesBudget
{
    /// <summary>The most that they may take.</summary>
    public const int Greatest = 2 * TsReader.MaxPesLength;

    public int Used { get; set; }
}
