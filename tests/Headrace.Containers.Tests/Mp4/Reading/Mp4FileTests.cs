using System.Buffers.Binary;
using System.Text;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4.Reading;

public sealed class Mp4FileTests
{
    private static readonly byte[] Init = InitSegmentTests.Write(TestTracks.Aac, 1);

    [Theory]
    [InlineData(true, false)]
    [InlineData(false, false)]
    [InlineData(false, true)]
    public void TheIndexMayStandAtEitherEnd(bool isFirst, bool isCompact)
    {
        OpenedFile file = OpenedFile.Of(MadeMovie.Write(isFirst, isCompact));
        Assert.Null(file.Fault);
        Assert.Equal([.. Enumerable.Range(-1, MadeMovie.Samples).Select(i => i * 1024L)], file.Units.Select(unit => unit.Decode));
        Assert.Equal(MadeMovie.Samples, file.Units.Select(unit => unit.Hash).Distinct().Count());
        Assert.Equal(0, file.Outstanding);
        if (isFirst) Assert.Equal(file.Units, DemuxedMovie.Of(MadeMovie.Write(isFirst, isCompact)).Units);
    }

    [Fact]
    public void FragmentsAreReadAlsoBeforeTheirMovieBox()
    {
        byte[] first = Mp4DemuxerTests.Fragment(0, 3), second = Mp4DemuxerTests.Fragment(3, 2);
        Assert.Equal(5, OpenedFile.Of([.. Init, .. first, .. second]).Units.Count);
        Assert.Equal(5, OpenedFile.Of([.. first, .. second, .. Init]).Units.Count);
    }

    [Fact]
    public void WhatIsWrongIsAClause()
    {
        byte[] whole = MadeMovie.Write(isIndexFirst: true);
        Assert.Equal("it is empty", OpenedFile.Of([]).Fault);
        Assert.Equal("what stands at byte 0 is no box of MP4", OpenedFile.Of(new byte[100]).Fault);
        Assert.Equal("it ends inside its movie box (moov)", OpenedFile.Of(whole[..100]).Fault);
        Assert.Equal("it has no movie box (moov): it was cut off, or is still being written", OpenedFile.Of(MadeMovie.Write(isIndexFirst: false)[..100]).Fault);
        OpenedFile cut = OpenedFile.Of(whole[..^100]);
        Assert.Equal(MadeMovie.Samples - 3, cut.Units.Count);
        Assert.Equal($"it ends at byte {whole.Length - 100}, before its last sample: it was cut off, or is still being written", cut.Fault);
        Assert.StartsWith("it ends inside its box moof at byte", OpenedFile.Of([.. Init, .. Mp4DemuxerTests.Fragment(0, 2), .. Mp4DemuxerTests.Fragment(2, 2)[..30]]).Fault, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("stsz", 16, "it has 4294967295 samples; 16777216 are read at most")]
    [InlineData("stco", 12, "its table of chunks is broken")]
    [InlineData("stts", 12, "its table of times is broken")]
    [InlineData("stsc", 12, "its table of chunks is broken")]
    public void TablesOfManyEntriesAreRefused(string table, int at, string fault)
    {
        byte[] bytes = MadeMovie.Write(isIndexFirst: true);
        int box = bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(table)) - 4;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(box + at), uint.MaxValue);
        if (table == "stsz") BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(box + 12), 1);
        Assert.Equal($"track 1: {fault}", OpenedFile.Of(bytes).Fault);
    }

    [Fact]
    public void SamplesThatChunksLackEndTheTrackWithAClause()
    {
        byte[] bytes = MadeMovie.Write(isIndexFirst: true);
        int runs = bytes.AsSpan().IndexOf("stsc"u8) - 4;
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(runs + 16 + 4), 1);
        OpenedFile file = OpenedFile.Of(bytes);
        Assert.Equal("track 1: its tables name more samples than its chunks have", file.Fault);
        Assert.Equal(4, file.Units.Count);
    }

    [Theory]
    [InlineData("mp4a", "xyzw", "nothing here reads its sample entry xyzw")]
    [InlineData("mp4a", "enca", "it is encrypted")]
    [InlineData("soun", "text", "it is neither picture nor sound")]
    public void WhatNothingReadsIsNamed(string box, string other, string reason)
    {
        byte[] bytes = MadeMovie.Write(isIndexFirst: true);
        Encoding.ASCII.GetBytes(other).CopyTo(bytes, bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(box)));
        Assert.Equal($"it has no track that is known here; track 1: {reason}", OpenedFile.Of(bytes).Fault);
        DemuxedMovie movie = DemuxedMovie.Of(bytes);
        Assert.Equal(reason, Assert.Single(movie.Omitted).Reason);
        Assert.Equal("it has no track that is known here", movie.Demuxer.Fault);
    }

    [Fact]
    public void NoBytesMakeTheFileThrow()
    {
        byte[][] corpus = [[.. Init, .. Mp4DemuxerTests.Fragment(0, 3), .. Mp4DemuxerTests.Fragment(3, 1)], MadeMovie.Write(isIndexFirst: true), MadeMovie.Write(isIndexFirst: false, compact: true)];
        Fuzz.Run(corpus, bytes => Assert.Equal(0, OpenedFile.Of(bytes).Outstanding));
    }
}
