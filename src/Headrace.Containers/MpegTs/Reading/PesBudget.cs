using Headrace.Media.Buffers;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>What the open PES packets of one reader take together, and who pays for it.</summary>
internal sealed class PesBudget(MediaBufferPool pool)
{
    /// <summary>The most bytes that they may take.</summary>
    public const int Greatest = 2 * TsReader.MaxPesLength;

    public MediaBufferPool Pool => pool;

    /// <summary>Who pays; null where nobody does.</summary>
    public MemoryAccount? Account { get; set; }

    public int Used { get; set; }
}
