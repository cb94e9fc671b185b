using System.Buffers.Binary;
using System.Text;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.Fragments;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Reading;

public sealed class Mp4DemuxerTests
{
    private const int SampleSize = 40;

    private static readonly byte[] Init = InitSegmentTests.Write(TestTracks.Aac, 1);

    [Fact]
    public void FragmentsBecomeUnitsWhateverThePieces()
    {
        byte[] bytes = [.. Init, .. Fragment(0, 3), .. Fragment(3, 2)];
        DemuxedMovie movie = DemuxedMovie.Of(bytes);
        Assert.Null(movie.Demuxer.Fault);
        Assert.Equal([0L, 1024, 2048, 3072, 4096], movie.Units.Select(unit => unit.Decode));
        Assert.All(movie.Units, unit => Assert.Equal(SampleSize, unit.Length));
        for (int piece = 1; piece < 70; piece++) Assert.Equal(movie.Units, DemuxedMovie.Of(bytes, piece).Units);
        movie.Dispose();
        Assert.Equal(0, movie.Outstanding);
    }

    [Fact]
    public void SegmentsCountFromTheirOwnFirstByteAndKeepTheirTracks()
    {
        DemuxedMovie movie = new();
        movie.Read(Init);
        movie.Demuxer.BeginSegment();
        movie.Read(Fragment(0, 2, baseOffset: 0));
        movie.Demuxer.BeginSegment();
        movie.Read(Init);
        movie.Demuxer.BeginSegment();
        byte[] cut = Fragment(2, 2, baseOffset: 0);
        movie.Read(cut.AsSpan(0, cut.Length - SampleSize / 2));
        movie.Demuxer.BeginSegment();
        movie.Read(Fragment(4, 1, baseOffset: 0));
        Assert.Null(movie.Demuxer.Fault);
        Assert.Single(movie.Begun);
        Assert.Equal([0L, 1024, 2048, 4096], movie.Units.Select(unit => unit.Decode));
        movie.Dispose();
        Assert.Equal(0, movie.Outstanding);
    }

    [Fact]
    public void OtherTracksEndTheOnesBefore()
    {
        DemuxedMovie movie = new();
        movie.Read([.. Init, .. Fragment(0, 1), .. InitSegmentTests.Write(TestTracks.Mp3, 1)]);
        Assert.Equal(1, movie.Ends);
        Assert.Equal("aac", Assert.Single(movie.Begun)[0].Codec.Name);
    }

    [Fact]
    public void FragmentsWithoutTimeGoOnWhereTheLastOneEnded()
    {
        byte[] second = Fragment(2, 2);
        "free"u8.CopyTo(second.AsSpan(Find(second, "tfdt") + 4));
        Assert.Equal([0L, 1024, 2048, 3072], DemuxedMovie.Of([.. Init, .. Fragment(0, 2), .. second]).Units.Select(unit => unit.Decode));
    }

    [Theory]
    [InlineData("moov", 1UL << 63, "its box moov at byte 0 says that it has 9223372036854775808 bytes")]
    [InlineData("moov", 1UL << 40, "its box moov says that it has 1099511627776 bytes; 67108864 are read at most")]
    [InlineData("moov", 0UL, "its box moov says that it has no end; 67108864 are read at most")]
    [InlineData("moof", 24UL, "a fragment stands before its movie box (moov)")]
    [InlineData("free", 15UL, "its box free at byte 0 says that it has 15 bytes")]
    [InlineData("\0\u0001ab", 24UL, "what stands at byte 0 is no box of MP4")]
    public void BoxesThatMeanHarmAreRefusedWithAClause(string type, ulong size, string fault)
    {
        byte[] box = new byte[24];
        BinaryPrimitives.WriteUInt32BigEndian(box, size == 0 ? 0 : 1u);
        Encoding.ASCII.GetBytes(type).CopyTo(box, 4);
        BinaryPrimitives.WriteUInt64BigEndian(box.AsSpan(8), size);
        DemuxedMovie movie = new();
        Assert.False(movie.Read(box));
        Assert.Equal(fault, movie.Demuxer.Fault);
    }

    [Fact]
    public void APromiseOfSixtyMegabytesHoldsWhatHasCome()
    {
        DemuxedMovie movie = new();
        byte[] box = new byte[1024];
        BinaryPrimitives.WriteUInt32BigEndian(box, 60_000_000);
        "moov"u8.CopyTo(box.AsSpan(4));
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.True(movie.Read(box));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void AFileThatIsCutOffSaysWhere()
    {
        byte[] whole = [.. Init, .. Fragment(0, 3)];
        Assert.Equal($"it ends inside its box mdat, at byte {whole.Length - 50}", DemuxedMovie.Of(whole.AsSpan(0, whole.Length - 50)).Demuxer.Fault);
        Assert.Equal("it has no movie box (moov)", DemuxedMovie.Of(Init.AsSpan(0, FileTypeBox.SizeOf(3))).Demuxer.Fault);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void LengthsOfNalUnitsBecomeFourBytes(int lengthSize)
    {
        // An IDR slice of the picture that the parameter sets describe, with SEI before it.
        byte[][] units = [[0x06, 0x05, 0x01, 0xAA, 0x80], [0x65, 0x88, 0x84, 0x00, 0x10, 0xFF, 0x80]];
        byte[] sample = [.. units.SelectMany(unit => (byte[])[.. new byte[lengthSize - 1], (byte)unit.Length, .. unit])];
        SampleCoding coding = new(Mp4SampleEntries.All.First(entry => entry.Codec == TestTracks.H264.Codec), TestTracks.H264.Format, TestTracks.H264.ParameterSets, lengthSize);
        MediaBufferPool pool = new();
        using UnitAssembler assembler = coding.CreateAssembler(new UnitAssemblerOptions(pool, null));
        Assert.True(coding.TryAdd(sample, assembler));
        Assert.True(assembler.TryComplete(false, out AssembledUnit unit));
        Assert.Equal([.. units.SelectMany(nal => (byte[])[0, 0, 0, (byte)nal.Length, .. nal])], unit.Payload.Span.ToArray());
        unit.Payload.Release();
        Assert.False(coding.TryAdd(sample.AsSpan(0, sample.Length - 1), assembler));
    }

    [Fact]
    public void NoBytesMakeTheDemuxerThrow()
    {
        byte[][] corpus = [[.. Init, .. Fragment(0, 3), .. Fragment(3, 1)], [.. InitSegmentTests.Write(TestTracks.H264, 1), .. Fragment(0, 2)], MadeMovie.Write(isIndexFirst: true), MadeMovie.Write(isIndexFirst: true, compact: true)];
        Fuzz.Run(corpus, bytes =>
        {
            using DemuxedMovie movie = DemuxedMovie.Of(bytes, 1 + bytes.Length % 97);
            movie.Dispose();
            Assert.Equal(0, movie.Outstanding);
        });
    }

    internal static byte[] Fragment(int first, int count, ulong? baseOffset = null)
    {
        MediaBufferPool pool = new();
        using MediaBufferWriter output = new(pool);
        FragmentSample[] samples = [.. Enumerable.Range(first, count).Select(i => new FragmentSample { Payload = pool.Copy(Payload(i)), Duration = 1024 })];
        FragmentWriter.Write(samples, new FragmentHeader { TrackId = 1, SequenceNumber = 1, BaseDecodeTime = 1024L * first }, output);
        byte[] bytes = output.Written.ToArray();
        if (baseOffset is null) return bytes;

        // The old way: offsets count from a place in the file, in 8 bytes more.
        int header = Find(bytes, "tfhd");
        int size = BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(header));
        uint flags = BinaryPrimitives.ReadUInt32BigEndian(bytes.AsSpan(header + 8));
        byte[] old = [.. bytes.AsSpan(0, header + 16), .. new byte[8], .. bytes.AsSpan(header + 16)];
        BinaryPrimitives.WriteInt32BigEndian(old.AsSpan(header), size + 8);
        BinaryPrimitives.WriteUInt32BigEndian(old.AsSpan(header + 8), (flags & ~0x0002_0000u) | 1);
        BinaryPrimitives.WriteUInt64BigEndian(old.AsSpan(header + 16), baseOffset.Value);
        foreach (string box in (string[])["moof", "traf"]) BinaryPrimitives.WriteInt32BigEndian(old.AsSpan(Find(old, box)), BinaryPrimitives.ReadInt32BigEndian(old.AsSpan(Find(old, box))) + 8);
        Span<byte> offset = old.AsSpan(Find(old, "trun") + 16);
        BinaryPrimitives.WriteInt32BigEndian(offset, BinaryPrimitives.ReadInt32BigEndian(offset) + 8);
        return old;
    }

    internal static byte[] Payload(int index)
    {
        byte[] payload = new byte[SampleSize];
        payload.AsSpan().Fill((byte)(index + 1));
        return payload;
    }

    private static int Find(byte[] bytes, string type) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(type)) - 4;
}
