namespace Headrace.Containers.Mp4.Boxes;

/// <summary>What a <c>trun</c> says itself, the rest being defaults: its flags (ISO/IEC 14496-12, 8.8.8).</summary>
[Flags]
internal enum TrackRunFields : uint
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>Where the samples' bytes begin.</summary>
    DataOffset = 0x0001,

    /// <summary>Flags of the first sample only; excludes <see cref="Flags"/>.</summary>
    FirstSampleFlags = 0x0004,

    /// <summary>Duration of each sample.</summary>
    Duration = 0x0100,

    /// <summary>Size of each sample.</summary>
    Size = 0x0200,

    /// <summary>Flags of each sample.</summary>
    Flags = 0x0400,

    /// <summary>Composition offset of each sample.</summary>
    CompositionOffset = 0x0800,
}
