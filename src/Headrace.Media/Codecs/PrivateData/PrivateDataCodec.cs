using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.PrivateData;

/// <summary>
/// Timed data of MPEG-TS that is passed on without being understood: KLV of SMPTE 336 (as MISB ST 1402 and SMPTE RP 217 put it there), and whatever else stands in PES packets of
/// private data. Only MPEG-TS carries it.
/// </summary>
public sealed class PrivateDataCodec : Codec
{
    private PrivateDataCodec(string name, string displayName)
    {
        Name = name;
        DisplayName = displayName;
    }

    /// <summary>KLV: <c>klv</c>.</summary>
    public static PrivateDataCodec Klv { get; } = new("klv", "KLV");

    /// <summary>Anything else: <c>private-data</c>.</summary>
    public static PrivateDataCodec Other { get; } = new("private-data", "private data");

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName { get; }

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Data;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) => new PrivateDataAssembler(format as PrivateDataFormat, options);
}
