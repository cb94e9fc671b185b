using Headrace.Media.Buffers;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs;

/// <summary>
/// A codec: one folder here, and one file in each container or payload format that carries it. Singletons, compared by reference.
/// Carriers register what they carry in a table of their own; nothing switches over codecs.
/// </summary>
public abstract class Codec
{
    /// <summary>Stable lower-case name for the API, metrics and configuration: <c>h264</c>, <c>aac</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Name for people: <c>H.264</c>.</summary>
    public abstract string DisplayName { get; }

    /// <summary>Video, audio or data.</summary>
    public abstract MediaKind Kind { get; }

    /// <summary>
    /// Makes the assembler that turns what one input of this codec carries into canonical units. <paramref name="format"/> and
    /// <paramref name="parameterSets"/> are what the input announced out of band; the format may be null where it comes in-band.
    /// </summary>
    public abstract UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options);

    /// <inheritdoc/>
    public override string ToString() => Name;
}

/// <summary>What an assembler needs from its surroundings.</summary>
/// <param name="Pool">Where payloads come from.</param>
/// <param name="Account">Who pays for them.</param>
/// <param name="MaxUnitBytes">Greatest payload; a larger unit is dropped and counted.</param>
public sealed record UnitAssemblerOptions(MediaBufferPool Pool, MemoryAccount? Account, int MaxUnitBytes = UnitAssemblerOptions.DefaultMaxUnitBytes)
{
    /// <summary>Sixteen MiB: above the key frames of 8K cameras.</summary>
    public const int DefaultMaxUnitBytes = 16 * 1024 * 1024;
}
