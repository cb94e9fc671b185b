using System.Globalization;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.G726;

/// <summary>A format of G.726: one channel, 8 kHz unless a camera says otherwise.</summary>
public sealed record G726Format : AudioFormat
{
    /// <summary>The usual rate.</summary>
    public const int DefaultSampleRate = 8000;

    /// <summary>Of 32 kbit/s, the usual bit rate.</summary>
    public const int DefaultBitsPerSample = 4;

    /// <summary>Least number of bits of a sample: 16 kbit/s.</summary>
    public const int MinBitsPerSample = 2;

    /// <summary>Greatest number of bits of a sample: 40 kbit/s.</summary>
    public const int MaxBitsPerSample = 5;

    /// <summary>Samples that fill whole bytes, at every number of bits.</summary>
    public const int SamplesPerBlock = 8;

    /// <summary>Bits of a sample, 2 to 5.</summary>
    public required int BitsPerSample { get; init; }

    /// <summary>How they lie in bytes.</summary>
    public required G726Packing Packing { get; init; }

    /// <summary>20 ms of the code of no difference, which is all ones; null at 16 kbit/s, whose codes of two bits have none.</summary>
    public override SilentFrame? Silence
    {
        get
        {
            if (BitsPerSample == MinBitsPerSample) return null;
            int blocks = SampleRate / 50 / SamplesPerBlock;
            byte[] bytes = new byte[blocks * BitsPerSample];
            Array.Fill(bytes, byte.MaxValue);
            return new SilentFrame(bytes, blocks * SamplesPerBlock);
        }
    }

    /// <inheritdoc/>
    public override Codec Codec => G726Codec.Instance;

    /// <summary>Null: HLS and DASH do not carry it.</summary>
    public override string? Rfc6381 => null;

    /// <inheritdoc/>
    public override string Description => string.Create(CultureInfo.InvariantCulture, $"{base.Description}, {SampleRate / 1000.0 * BitsPerSample:0.#} kbit/s");

    /// <summary>A format of so many bits.</summary>
    public static G726Format Of(int bitsPerSample, G726Packing packing, int sampleRate = DefaultSampleRate) =>
        new() { BitsPerSample = bitsPerSample, Packing = packing, SampleRate = sampleRate, Channels = 1 };
}
