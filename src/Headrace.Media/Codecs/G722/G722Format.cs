using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G722;

/// <summary>A format of G.722. Its clock is the 16 kHz of its samples, whatever a carrier counts in.</summary>
public sealed record G722Format : AudioFormat
{
    /// <summary>The rate of all G.722.</summary>
    public const int G722SampleRate = 16_000;

    /// <summary>Samples of a channel that a byte holds.</summary>
    public const int SamplesPerByte = 2;

    // The least negative difference in both subbands, whose steps shrink with it until it is none.
    private const byte Silent = 0xFF;
    private const int SilentBytes = G722SampleRate / SamplesPerByte / 50;

    /// <summary>20 ms that decode to 0, but for three units of 16 bits.</summary>
    public override SilentFrame? Silence
    {
        get
        {
            byte[] bytes = new byte[SilentBytes * Channels];
            Array.Fill(bytes, Silent);
            return new SilentFrame(bytes, SilentBytes * SamplesPerByte);
        }
    }

    /// <inheritdoc/>
    public override Codec Codec => G722Codec.Instance;

    /// <summary>Null: HLS and DASH do not carry it.</summary>
    public override string? Rfc6381 => null;

    /// <summary>A format of so many channels.</summary>
    public static G722Format Of(int channels) => new() { SampleRate = G722SampleRate, Channels = channels };
}
