using Headrace.Containers.Mp4.Boxes;

namespace Headrace.Containers.Mp4.Reading;

/// <summary>Where a track's sample tables lie in its movie box (ISO/IEC 14496-12, 8.5 to 8.7): they are read where they are, entry after entry.</summary>
internal readonly record struct SampleTables
{
    /// <summary>Decode times (<c>stts</c>).</summary>
    public TableRange Times { get; init; }

    /// <summary>Composition offsets (<c>ctts</c>).</summary>
    public TableRange Offsets { get; init; }

    /// <summary>Samples in chunks (<c>stsc</c>).</summary>
    public TableRange Runs { get; init; }

    /// <summary>Sample sizes (<c>stsz</c>, <c>stz2</c>).</summary>
    public TableRange Sizes { get; init; }

    /// <summary>True for <c>stz2</c>.</summary>
    public bool AreSizesCompact { get; init; }

    /// <summary>Chunk offsets (<c>stco</c>, <c>co64</c>).</summary>
    public TableRange Chunks { get; init; }

    /// <summary>True for <c>co64</c>.</summary>
    public bool AreChunksLong { get; init; }

    /// <summary>Sync samples (<c>stss</c>); without them every sample is one.</summary>
    public TableRange Sync { get; init; }

    /// <summary>The tables with another one; null when the box is none.</summary>
    public SampleTables? With(in Box box)
    {
        TableRange range = new(box.Offset + box.HeaderSize, box.Body.Length);
        if (box.Type == BoxTypes.Stts) return this with { Times = range };
        if (box.Type == BoxTypes.Ctts) return this with { Offsets = range };
        if (box.Type == BoxTypes.Stsc) return this with { Runs = range };
        if (box.Type == BoxTypes.Stsz) return this with { Sizes = range, AreSizesCompact = false };
        if (box.Type == BoxTypes.Stz2) return this with { Sizes = range, AreSizesCompact = true };
        if (box.Type == BoxTypes.Stco) return this with { Chunks = range, AreChunksLong = false };
        if (box.Type == BoxTypes.Co64) return this with { Chunks = range, AreChunksLong = true };
        if (box.Type == BoxTypes.Stss) return this with { Sync = range };
        return null;
    }
}
