using Headrace.Containers.MpegTs;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>What a lost packet costs: of a picture that no other refers to, that picture alone, where it is certain that nothing else is missing.</summary>
public sealed class DamageHoldTests
{
    private const int Video = 0x100;
    private const int Pictures = 60;
    private const int Size = 1500;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void PictureThatNoOtherRefersToCostsItselfAlone(bool hasLength)
    {
        DemuxedStream read = Read(hasLength, (31, 3, 1), (45, 2, 2));
        Assert.Equal(Pictures, read.Units.Count);
        Assert.Equal([31, 45], Damaged(read).Select(unit => NumberOf(unit)));
        Assert.All(Damaged(read), unit => Assert.True(unit.Whole.IsDisposable));
    }

    [Theory]
    [InlineData(30, 3, 1)]
    [InlineData(31, 7, 4)]
    [InlineData(31, 5, 14)]
    public void WhereMoreMayBeMissingNobodyRelies(int picture, int packet, int count)
    {
        DemuxedStream read = Read(false, (picture, packet, count));
        Assert.NotEmpty(Damaged(read));
        Assert.Contains(Damaged(read), unit => !unit.Whole.IsDisposable);
    }

    [Fact]
    public void TimesThatAreNotRegularProveNothing()
    {
        DemuxedStream read = Read(false, static i => i * 3000L + i % 3 * 1200L, (31, 3, 1));
        Assert.Contains(Damaged(read), unit => !unit.Whole.IsDisposable);
    }

    [Fact]
    public void WhatIsHeldAtTheEndIsHandedOnAndGivenBackWithoutOne()
    {
        DemuxedStream read = Read(false, (Pictures - 1, 3, 1));
        Assert.Equal(Pictures, read.Units.Count);
        Assert.False(read.Units[^1].Whole.IsDisposable);
        byte[] bytes = Make(false, static i => i * 3000L, [(31, 3, 1)]);
        DemuxedStream cut = new();
        cut.Read(bytes.AsSpan(0, bytes.Length * 32 / Pictures));
        cut.Dispose();
        Assert.Equal(0, cut.Outstanding);
    }

    private static IEnumerable<DemuxedStream.Unit> Damaged(DemuxedStream read) => read.Units.Where(unit => unit.IsDamaged);

    private static int NumberOf(DemuxedStream.Unit unit) => (int)((unit.Decode - 90_000) / 3000);

    private static DemuxedStream Read(bool hasLength, params (int Picture, int Packet, int Count)[] lost) => Read(hasLength, static i => i * 3000L, lost);

    private static DemuxedStream Read(bool hasLength, Func<int, long> times, params (int Picture, int Packet, int Count)[] lost) => DemuxedStream.Of(Make(hasLength, times, lost));

    /// <summary>Pictures of which each odd one is referred to by none, without the packets that are lost: so many from the nth of a picture on.</summary>
    private static byte[] Make(bool hasLength, Func<int, long> times, (int Picture, int Packet, int Count)[] lost)
    {
        MadePackets made = new MadePackets().Pat((1, 0x1000)).Pmt(0x1000, 1, Video, (Video, TsStreamType.H264, []));
        HashSet<int> missing = [];
        for (int i = 0; i < Pictures; i++)
        {
            byte[] picture = MadePictures.H264(i % 20 == 0, i, Size);
            if (i % 2 == 1) picture[4] = 0x01;
            foreach ((_, int packet, int count) in lost.Where(one => one.Picture == i)) missing.UnionWith(Enumerable.Range(made.Bytes.Length / TsPacket.Size + packet, count));
            made.Pes(Video, 90_000 + times(i), null, picture, hasLength);
        }

        return [.. made.Bytes.Chunk(TsPacket.Size).Where((_, index) => !missing.Contains(index)).SelectMany(packet => packet)];
    }
}
