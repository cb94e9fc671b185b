using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Flac;

/// <summary>A format of FLAC: what STREAMINFO says that does not depend on how long the stream is. Its clock is the sample rate.</summary>
public sealed record FlacFormat : AudioFormat
{
    /// <summary>Least number of bits of a sample.</summary>
    public const int MinBitsPerSample = 4;

    /// <summary>Greatest number of bits of a sample.</summary>
    public const int MaxBitsPerSample = 32;

    /// <summary>Least size of blocks, but for the last one (RFC 9639, 8.2).</summary>
    public const int MinBlockSize = 16;

    /// <summary>Bits of a sample.</summary>
    public required int BitsPerSample { get; init; }

    /// <summary>Samples of the smallest block; equal to <see cref="LargestBlock"/> where all have one size.</summary>
    public required int SmallestBlock { get; init; }

    /// <summary>Samples of the largest block: what decoders have room for.</summary>
    public required int LargestBlock { get; init; }

    /// <inheritdoc/>
    public override SilentFrame? Silence => FlacSilence.Of(this);

    /// <inheritdoc/>
    public override Codec Codec => FlacCodec.Instance;

    /// <summary><c>fLaC</c>, the name of its sample entry.</summary>
    public override string Rfc6381 => "fLaC";

    /// <summary>Whether a frame may stand in a stream of this format.</summary>
    public bool Allows(in FlacHeader header) =>
        header.Channels == Channels
        && (header.SampleRate == 0 || header.SampleRate == SampleRate)
        && (header.BitsPerSample == 0 || header.BitsPerSample == BitsPerSample)
        && header.BlockSize <= LargestBlock;

    /// <summary>The format that a frame states, what it leaves to STREAMINFO taken from what was known before; null where that says nothing either.</summary>
    public static FlacFormat? Of(in FlacHeader header, FlacFormat? before)
    {
        int rate = header.SampleRate > 0 ? header.SampleRate : before?.SampleRate ?? 0;
        int bits = header.BitsPerSample > 0 ? header.BitsPerSample : before?.BitsPerSample ?? 0;
        if (rate == 0 || bits == 0) return null;
        int largest = header.IsVariable ? ushort.MaxValue : Math.Max(header.BlockSize, MinBlockSize);
        return new FlacFormat
        {
            SampleRate = rate,
            Channels = header.Channels,
            BitsPerSample = bits,
            SmallestBlock = header.IsVariable ? MinBlockSize : largest,
            LargestBlock = largest,
        };
    }
}
