using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G711;

/// <summary>G.711: eight bits a sample, in one of two laws, which are two codecs (RFC 3551, 4.5.14).</summary>
public sealed class G711Codec : Codec
{
    private G711Codec(string name, string displayName, string encodingName, byte payloadType, byte zero)
    {
        Name = name;
        DisplayName = displayName;
        EncodingName = encodingName;
        PayloadType = payloadType;
        Zero = zero;
    }

    /// <summary>The µ-law of North America and Japan: <c>PCMU</c>.</summary>
    public static G711Codec MuLaw { get; } = new("pcmu", "G.711 µ-law", "PCMU", 0, 0xFF);

    /// <summary>The A-law of the rest of the world: <c>PCMA</c>.</summary>
    public static G711Codec ALaw { get; } = new("pcma", "G.711 A-law", "PCMA", 8, 0xD5);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName { get; }

    /// <summary>Name in an <c>rtpmap</c>.</summary>
    public string EncodingName { get; }

    /// <summary>Static payload type of RTP, for one channel at 8 kHz.</summary>
    public byte PayloadType { get; }

    /// <summary>The sample of silence.</summary>
    public byte Zero { get; }

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new G711Assembler(format as G711Format ?? G711Format.Of(this), options);
}
