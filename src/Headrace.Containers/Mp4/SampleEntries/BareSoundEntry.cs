using System.Buffers;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>Sound without frames (<see cref="BareSound"/>) of one codec in one order of its bytes; only read. A file counts each sample of it: <see cref="SampleCoding.BareBytes"/>.</summary>
internal sealed class BareSoundEntry(Codec codec, int sampleBytes, bool isLittleEndian) : SampleEntry
{
    /// <inheritdoc/>
    public override Codec Codec => codec;

    /// <inheritdoc/>
    public override bool Has(FourCc type) => BareSound.Has(type);

    /// <inheritdoc/>
    public override string? WhyNot(Track track) => "it is only read";

    /// <inheritdoc/>
    public override void Write(Track track, BoxWriter output) => throw new ArgumentException("It is only read.", nameof(track));

    /// <inheritdoc/>
    public override bool TryRead(in Box entry, out SampleDescription description)
    {
        description = default;
        if (BareSound.Read(entry) is not { } sound || !ReferenceEquals(sound.Format.Codec, codec) || sound.IsLittleEndian != isLittleEndian) return false;
        description = new SampleDescription(sound.Format, ParameterSets.Empty);
        return true;
    }

    /// <inheritdoc/>
    public override SampleCoding? ReadCoding(in Box entry) =>
        TryRead(entry, out SampleDescription description) ? new SampleCoding(this, description.Format, ParameterSets.Empty) { BareBytes = sampleBytes * ((AudioFormat)description.Format).Channels } : null;

    /// <inheritdoc/>
    public override bool TryAddSample(ReadOnlySpan<byte> sample, int lengthSize, UnitAssembler assembler)
    {
        if (!isLittleEndian)
        {
            assembler.Add(sample);
            return true;
        }

        byte[] turned = ArrayPool<byte>.Shared.Rent(sample.Length);
        sample.CopyTo(turned);
        for (int i = 0; i <= sample.Length - sampleBytes; i += sampleBytes) (turned[i], turned[i + sampleBytes - 1]) = (turned[i + sampleBytes - 1], turned[i]);
        assembler.Add(turned.AsSpan(0, sample.Length));
        ArrayPool<byte>.Shared.Return(turned);
        return true;
    }
}
