using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.LinearPcm;

/// <summary>
/// Samples as they are: signed, the most significant byte first, channels interleaved. Two widths, which are two codecs under the names that RTP gives them
/// (RFC 3551, 4.5.11; RFC 3190, 4).
/// </summary>
public sealed class LinearPcmCodec : Codec
{
    private LinearPcmCodec(string name, string displayName, string encodingName, int bytesPerSample)
    {
        Name = name;
        DisplayName = displayName;
        EncodingName = encodingName;
        BytesPerSample = bytesPerSample;
    }

    /// <summary>16 bits a sample: <c>L16</c>.</summary>
    public static LinearPcmCodec L16 { get; } = new("l16", "PCM of 16 bits", "L16", 2);

    /// <summary>24 bits a sample, of studios and AES67: <c>L24</c>.</summary>
    public static LinearPcmCodec L24 { get; } = new("l24", "PCM of 24 bits", "L24", 3);

    /// <inheritdoc/>
    public override string Name { get; }

    /// <inheritdoc/>
    public override string DisplayName { get; }

    /// <summary>Name in an <c>rtpmap</c>.</summary>
    public string EncodingName { get; }

    /// <summary>Bytes of a sample of one channel.</summary>
    public int BytesPerSample { get; }

    /// <inheritdoc/>
    public override MediaKind Kind => MediaKind.Audio;

    /// <inheritdoc/>
    public override UnitAssembler CreateAssembler(TrackFormat? format, ParameterSets parameterSets, UnitAssemblerOptions options) =>
        new LinearPcmAssembler(format as LinearPcmFormat ?? LinearPcmFormat.Of(this, LinearPcmFormat.DefaultSampleRate, 1), options);
}
