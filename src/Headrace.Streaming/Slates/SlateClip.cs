using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Slates;

/// <summary>The pictures of a slate, or its frame of silence, which are played again and again; the first is a random access point. Immutable.</summary>
/// <param name="Format">Their format.</param>
/// <param name="ParameterSets">Their parameter sets.</param>
/// <param name="Rate">Pictures a second.</param>
/// <param name="Pictures">The pictures, in the order of decoding, which is that of presentation.</param>
public sealed record SlateClip(TrackFormat Format, ParameterSets ParameterSets, FrameRate Rate, ImmutableArray<SlatePicture> Pictures)
{
    /// <summary>Silence, for a stream without pictures: one frame, again and again.</summary>
    /// <param name="format">The format of the sound.</param>
    /// <param name="frame">A frame of silence in it.</param>
    internal static SlateClip OfSilence(AudioFormat format, SilentFrame frame) =>
        new(format, ParameterSets.Empty, new FrameRate(format.ClockRate, frame.Duration), [new SlatePicture(frame.Payload, RandomAccess.Idr, PictureKind.None, IsDisposable: false)]);

    /// <summary>Reads a byte stream (annex B) as an encoder wrote it. False when no random access point is in it.</summary>
    public static bool TryRead(ReadOnlySpan<byte> bytes, Codec codec, FrameRate rate, [NotNullWhen(true)] out SlateClip? clip)
    {
        clip = null;
        using UnitAssembler assembler = codec.CreateAssembler(null, ParameterSets.Empty, new UnitAssemblerOptions(MediaBufferPool.Shared, null));
        ImmutableArray<SlatePicture>.Builder pictures = ImmutableArray.CreateBuilder<SlatePicture>();
        foreach (ReadOnlySpan<byte> nal in new AnnexB(bytes))
        {
            if (!assembler.IsEmpty && assembler.BeginsNext(nal)) Complete(assembler, pictures);
            assembler.Add(nal);
        }

        Complete(assembler, pictures);
        if (pictures.Count > 0 && assembler.Format is { } format) clip = new SlateClip(format, assembler.ParameterSets, rate, pictures.ToImmutable());
        return clip is not null;
    }

    private static void Complete(UnitAssembler assembler, ImmutableArray<SlatePicture>.Builder pictures)
    {
        if (!assembler.TryComplete(isDamaged: false, out AssembledUnit unit)) return;
        if (pictures.Count > 0 || unit.RandomAccess.IsPoint) pictures.Add(new SlatePicture(unit.Payload.Span.ToArray(), unit.RandomAccess, unit.Picture, unit.IsDisposable));
        unit.Payload.Release();
    }
}
