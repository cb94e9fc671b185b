using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G711;

/// <summary>A format of G.711: 8 kHz and one channel, unless a camera says otherwise (16 kHz and stereo are met).</summary>
public sealed record G711Format : AudioFormat
{
    /// <summary>The usual rate.</summary>
    public const int DefaultSampleRate = 8000;

    /// <summary>Which law.</summary>
    public required G711Codec Law { get; init; }

    /// <summary>20 ms at the law's zero.</summary>
    public override SilentFrame? Silence
    {
        get
        {
            byte[] samples = new byte[SampleRate / 50 * Channels];
            Array.Fill(samples, Law.Zero);
            return new SilentFrame(samples, SampleRate / 50);
        }
    }

    /// <inheritdoc/>
    public override Codec Codec => Law;

    /// <summary>Null: HLS and DASH do not carry it.</summary>
    public override string? Rfc6381 => null;

    /// <summary>A format of a law.</summary>
    public static G711Format Of(G711Codec law, int sampleRate = DefaultSampleRate, int channels = 1) => new() { Law = law, SampleRate = sampleRate, Channels = channels };
}
