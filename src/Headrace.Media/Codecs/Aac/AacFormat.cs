using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Aac;

/// <summary>
/// A format of AAC. Its clock is the rate that RTP clocks have: the output's (twice the core's) where the config signals HE-AAC
/// explicitly, else the core's (RFC 6416, 7.1 demands so, and senders of RFC 3640 do so too). A frame then takes 2048 or 1024 ticks: the
/// same time. Equal when the configs are, byte by byte.
/// </summary>
public sealed record AacFormat : AudioFormat
{
    private AacFormat(AacConfig config, ReadOnlyMemory<byte> bytes) => (Config, ConfigBytes) = (config, bytes);

    /// <summary>The AudioSpecificConfig, parsed.</summary>
    public AacConfig Config { get; }

    /// <summary>The AudioSpecificConfig, as an <c>esds</c> box, an SDP or an FLV sequence header carries it.</summary>
    public ReadOnlyMemory<byte> ConfigBytes { get; }

    /// <summary>Ticks of the clock in a frame.</summary>
    public int SamplesPerFrame => Config.SamplesPerFrame;

    /// <inheritdoc/>
    public override SilentFrame? Silence => AacSilence.Of(Config);

    /// <inheritdoc/>
    public override Codec Codec => AacCodec.Instance;

    /// <summary><c>mp4a.40.</c> with the object type: 2 for LC, 5 for HE-AAC, 29 for HE-AAC v2 (RFC 6381, 3.3).</summary>
    public override string Rfc6381 => $"mp4a.40.{(Config.HasPs ? 29 : Config.HasSbr ? 5 : Config.ObjectType)}";

    /// <summary>The format of an AudioSpecificConfig, which is copied. False when it cannot be parsed.</summary>
    public static bool TryParse(ReadOnlySpan<byte> config, [NotNullWhen(true)] out AacFormat? format)
    {
        format = AacConfig.TryParse(config, out AacConfig? parsed)
            ? new AacFormat(parsed, config.ToArray()) { SampleRate = parsed.SampleRate, Channels = parsed.Channels }
            : null;
        return format is not null;
    }

    /// <inheritdoc/>
    public bool Equals(AacFormat? other) => other is not null && ConfigBytes.Span.SequenceEqual(other.ConfigBytes.Span);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        HashCode hash = default;
        hash.AddBytes(ConfigBytes.Span);
        return hash.ToHashCode();
    }
}
