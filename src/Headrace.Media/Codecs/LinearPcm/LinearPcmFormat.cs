using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.LinearPcm;

/// <summary>A format of linear PCM: any rate and number of channels within the bounds.</summary>
public sealed record LinearPcmFormat : AudioFormat
{
    /// <summary>Greatest rate, in Hz.</summary>
    public const int MaxSampleRate = 384_000;

    /// <summary>Greatest number of channels.</summary>
    public const int MaxChannels = 64;

    /// <summary>The rate of RTP's static payload types (RFC 3551, 6).</summary>
    public const int DefaultSampleRate = 44_100;

    /// <summary>How wide samples are.</summary>
    public required LinearPcmCodec Width { get; init; }

    /// <summary>Bytes of one sample of all channels: what is never cut.</summary>
    public int BlockBytes => Width.BytesPerSample * Channels;

    /// <summary>20 ms of zeros.</summary>
    public override SilentFrame? Silence => new(new byte[SampleRate / 50 * BlockBytes], SampleRate / 50);

    /// <inheritdoc/>
    public override Codec Codec => Width;

    /// <summary>Null: HLS and DASH do not carry it.</summary>
    public override string? Rfc6381 => null;

    /// <summary>True when a rate and a number of channels lie within the bounds; the least rate has a sample in each millisecond.</summary>
    public static bool IsWithinBounds(int sampleRate, int channels) => sampleRate is >= 1000 and <= MaxSampleRate && channels is >= 1 and <= MaxChannels;

    /// <summary>A format of a width.</summary>
    public static LinearPcmFormat Of(LinearPcmCodec width, int sampleRate, int channels) => new() { Width = width, SampleRate = sampleRate, Channels = channels };
}
