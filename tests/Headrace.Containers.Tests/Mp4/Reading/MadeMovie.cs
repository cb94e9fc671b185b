using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Tests.Mp4.Reading;

/// <summary>A file with sample tables, made by hand: twelve samples of sound in chunks of five, with an edit list that leaves out the first.</summary>
internal static class MadeMovie
{
    public const int Samples = 12;
    private const int PerChunk = 5;
    private const uint Rate = 48_000;

    public static byte[] Write(bool isIndexFirst, bool compact = false)
    {
        byte[] data = [.. Enumerable.Range(0, Samples).SelectMany(Mp4DemuxerTests.Payload)];
        byte[] type = Box(boxes => FileTypeBox.Write(boxes, BoxTypes.Ftyp, new FourCc("isom"u8), [new FourCc("isom"u8)]));
        int index = isIndexFirst ? Movie(0, compact).Length : 0;
        byte[] movie = Movie(type.Length + index + 8, compact);
        byte[] media = Box(boxes =>
        {
            using BoxScope box = boxes.Box(BoxTypes.Mdat);
            boxes.Bytes(data);
        });
        return isIndexFirst ? [.. type, .. movie, .. media] : [.. type, .. media, .. movie];
    }

    private static byte[] Movie(int dataAt, bool compact) => Box(boxes =>
    {
        using BoxScope movie = boxes.Box(BoxTypes.Moov);
        new MovieHeaderBox(1000, 0, 2).Write(boxes);
        using BoxScope track = boxes.Box(BoxTypes.Trak);
        new TrackHeaderBox(1, 0, 0, true).Write(boxes);
        using (boxes.Box(BoxTypes.Edts)) Table(boxes, BoxTypes.Elst, 1, 0, 1024, 0x0001_0000);
        using BoxScope mdia = boxes.Box(BoxTypes.Mdia);
        new MediaHeaderBox(Rate, 0).Write(boxes);
        new HandlerBox(HandlerBox.Sound).Write(boxes);
        using BoxScope minf = boxes.Box(BoxTypes.Minf);
        using BoxScope stbl = boxes.Box(BoxTypes.Stbl);
        using (boxes.FullBox(BoxTypes.Stsd, 0, 0))
        {
            boxes.UInt32(1);
            Mp4SampleEntries.All.First(entry => entry.Codec == TestTracks.Aac.Codec).Write(TestTracks.Aac, boxes);
        }

        Table(boxes, BoxTypes.Stts, 2, Samples - 1, 1024, 1, 1000);
        Table(boxes, BoxTypes.Stsc, 2, 1, PerChunk, 1, 3, Samples - 2 * PerChunk, 1);
        int size = Mp4DemuxerTests.Payload(0).Length;
        if (compact)
        {
            using (boxes.FullBox(BoxTypes.Stz2, 0, 0))
            {
                boxes.UInt32(8);
                boxes.UInt32(Samples);
                for (int i = 0; i < Samples; i++) boxes.UInt8((byte)size);
            }

            Table(boxes, BoxTypes.Co64, 3, [.. Enumerable.Range(0, 3).SelectMany(i => (uint[])[0, (uint)(dataAt + i * PerChunk * size)])]);
        }
        else
        {
            Table(boxes, BoxTypes.Stsz, 0, [Samples, .. Enumerable.Repeat((uint)size, Samples)]);
            Table(boxes, BoxTypes.Stco, 3, [.. Enumerable.Range(0, 3).Select(i => (uint)(dataAt + i * PerChunk * size))]);
        }
    });

    private static void Table(BoxWriter boxes, FourCc type, uint first, params uint[] fields)
    {
        using BoxScope box = boxes.FullBox(type, 0, 0);
        boxes.UInt32(first);
        foreach (uint field in fields) boxes.UInt32(field);
    }

    private delegate void Fill(BoxWriter boxes);

    private static byte[] Box(Fill fill)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        fill(new BoxWriter(output));
        return output.Written.ToArray();
    }
}
