using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Mp4.Fragments;

/// <summary>
/// Writes CMAF chunks (ISO/IEC 23000-19, 7.3.2.3) of one track: optional <c>styp</c> and <c>prft</c>, <c>moof</c>, <c>mdat</c>. Sizes are
/// known before the first byte, so that one buffer is rented once and each payload is copied once.
/// </summary>
public static class FragmentWriter
{
    private static readonly FourCc[] Brands = [new("msdh"u8), new("iso6"u8)];

    /// <summary>Brands of a segment; the first is the major one.</summary>
    internal static ReadOnlySpan<FourCc> SegmentBrands => Brands;

    /// <summary>Bytes that <see cref="Write"/> would write. More than <see cref="MediaBufferPool.MaxLength"/> cannot be written at once.</summary>
    public static long Measure(ReadOnlySpan<FragmentSample> samples, in FragmentHeader header) => FragmentLayout.Of(samples, header).TotalSize;

    /// <summary>Appends a fragment. Allocates nothing but the buffer that <paramref name="output"/> rents.</summary>
    /// <param name="samples">At least one, in decode order.</param>
    /// <param name="header">What is said once.</param>
    /// <param name="output">Where to; the caller detaches the buffer.</param>
    /// <exception cref="ArgumentException">There are no samples, the time is negative, or the fragment is larger than the pool's largest buffer.</exception>
    public static void Write(ReadOnlySpan<FragmentSample> samples, in FragmentHeader header, MediaBufferWriter output)
    {
        if (samples.IsEmpty) throw new ArgumentException("A fragment has at least one sample.", nameof(samples));
        ArgumentOutOfRangeException.ThrowIfNegative(header.BaseDecodeTime, nameof(header));
        FragmentLayout layout = FragmentLayout.Of(samples, header);
        if (layout.TotalSize > MediaBufferPool.MaxLength - output.Length) throw new ArgumentException("The fragment does not fit the largest buffer.", nameof(samples));
        output.GetSpan((int)layout.TotalSize);
        BoxWriter boxes = new(output);
        if (header.BeginsSegment) FileTypeBox.Write(boxes, BoxTypes.Styp, SegmentBrands[0], SegmentBrands);
        if (header.ReferenceTime is { } reference) WriteReferenceTime(boxes, header.TrackId, reference);
        WriteMovie(boxes, samples, header, layout);
        WriteData(boxes, samples, (int)layout.PayloadBytes);
    }

    private static void WriteReferenceTime(BoxWriter boxes, uint trackId, in ProducerReferenceTime reference) =>
        new ProducerReferenceTimeBox(trackId, reference.ToNtp(), (ulong)reference.PresentationTime, (uint)reference.Kind).Write(boxes);

    private static void WriteMovie(BoxWriter boxes, ReadOnlySpan<FragmentSample> samples, in FragmentHeader header, in FragmentLayout layout)
    {
        boxes.Header(BoxTypes.Moof, layout.MovieSize);
        new MovieFragmentHeaderBox(header.SequenceNumber).Write(boxes);
        boxes.Header(BoxTypes.Traf, layout.TrackSize);
        layout.Track.Write(boxes);
        new TrackFragmentDecodeTimeBox((ulong)header.BaseDecodeTime).Write(boxes);
        TrackRunBox.Write(boxes, layout.RunFields, layout.DataOffset, samples);
    }

    private static void WriteData(BoxWriter boxes, ReadOnlySpan<FragmentSample> samples, int payloadBytes)
    {
        boxes.Header(BoxTypes.Mdat, BoxWriter.HeaderSize + payloadBytes);
        Span<byte> data = boxes.Reserve(payloadBytes);
        foreach (ref readonly FragmentSample sample in samples)
        {
            ReadOnlySpan<byte> payload = sample.Payload.Span;
            payload.CopyTo(data);
            data = data[payload.Length..];
        }
    }
}
