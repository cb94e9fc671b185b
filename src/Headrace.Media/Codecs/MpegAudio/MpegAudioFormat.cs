using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.MpegAudio;

/// <summary>A format of MPEG audio. Its clock is the sample rate.</summary>
public sealed record MpegAudioFormat : AudioFormat
{
    private const int LayerObjectTypes = 31;

    private MpegAudioFormat(MpegAudioVersion version, int layer) => (Version, Layer) = (version, layer);

    /// <summary>Which standard.</summary>
    public MpegAudioVersion Version { get; }

    /// <summary>1 to 3.</summary>
    public int Layer { get; }

    /// <summary>Kilobits a second of the first frame; others may have others. No part of equality.</summary>
    public int BitRate { get; private init; }

    /// <summary>Samples of a channel in a frame: ticks of the clock.</summary>
    public int SamplesPerFrame => MpegAudioTables.SamplesOf(Version, Layer);

    /// <inheritdoc/>
    public override SilentFrame Silence => MpegAudioSilence.Of(this);

    /// <inheritdoc/>
    public override Codec Codec => MpegAudioCodec.Of(Layer);

    /// <summary><c>mp4a.40.</c> with the object type of the layer (ISO/IEC 14496-3, table 1.17): 34 for MP3, by which players of HLS know it.</summary>
    public override string Rfc6381 => $"mp4a.40.{LayerObjectTypes + Layer}";

    /// <summary>The format that a frame's header states.</summary>
    public static MpegAudioFormat Of(in MpegAudioHeader header) =>
        new(header.Version, header.Layer) { SampleRate = header.SampleRate, Channels = header.Channels, BitRate = header.BitRate };

    /// <summary>The format of a layer at a rate and with so many channels; null where there is no such rate. For carriers that describe it.</summary>
    public static MpegAudioFormat? Of(int layer, int sampleRate, int channels)
    {
        if (layer is < 1 or > 3 || channels is not (1 or 2)) return null;
        foreach (MpegAudioVersion version in Enum.GetValues<MpegAudioVersion>())
        {
            if (MpegAudioTables.IndexOfRate(version, sampleRate) >= 0) return new MpegAudioFormat(version, layer) { SampleRate = sampleRate, Channels = channels };
        }

        return null;
    }

    /// <summary>Whether a frame's header states this format.</summary>
    public bool Is(in MpegAudioHeader header) => (header.Version, header.Layer, header.SampleRate, header.Channels) == (Version, Layer, SampleRate, Channels);

    /// <inheritdoc/>
    public bool Equals(MpegAudioFormat? other) => other is not null && (Version, Layer, SampleRate, Channels) == (other.Version, other.Layer, other.SampleRate, other.Channels);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Version, Layer, SampleRate, Channels);
}
