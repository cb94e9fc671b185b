using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Opus;

/// <summary>A format of Opus. Its clock is 48 kHz whatever the encoder was given (RFC 7587, 4.1; RFC 7845, 4.2).</summary>
public sealed record OpusFormat : AudioFormat
{
    /// <summary>The clock rate of all Opus.</summary>
    public const int OpusClockRate = 48_000;

    /// <summary>Channels of RTP, whose <c>rtpmap</c> always says two; a mono stream decodes to them.</summary>
    public const int DefaultChannels = 2;

    /// <summary>Streams within a packet, and which channel each decoded one is; null for mapping family 0 (one stream, one or two channels).</summary>
    public OpusMapping? Mapping { get; init; }

    /// <summary>Samples at 48 kHz that a decoder drops at the stream's beginning; 0 where the input has none (RTP: viewers join in its middle).</summary>
    public ushort PreSkip { get; init; }

    /// <summary>Rate that the encoder was given, for information; 0 when it is not known.</summary>
    public uint InputSampleRate { get; init; }

    /// <summary>Gain in 1/256 dB that a decoder applies.</summary>
    public short OutputGain { get; init; }

    /// <summary>20 ms of nothing in each stream.</summary>
    public override SilentFrame? Silence => OpusSilence.Of(this);

    /// <inheritdoc/>
    public override Codec Codec => OpusCodec.Instance;

    /// <summary>
    /// <c>opus</c>. MP4's register has <c>Opus</c>, which older versions of Chromium and Firefox refuse; hls.js and Shaka Player know both
    /// and turn them into what their browser wants (Safari: <c>Opus</c>).
    /// </summary>
    public override string Rfc6381 => "opus";

    /// <summary>One or two channels without anything else known, as SDP gives it.</summary>
    public static OpusFormat Of(int channels) => new() { SampleRate = OpusClockRate, Channels = channels };
}
