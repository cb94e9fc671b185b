using System.Buffers.Binary;
using System.Text;
using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.TestKit;

namespace Headrace.Containers.Tests.Mp4;

public sealed class InitSegmentReaderTests
{
    private static readonly byte[] Good = InitSegmentTests.Write(TestTracks.H264, 1);

    [Fact]
    public void ACutSegmentIsNeverTakenForAWholeOne()
    {
        for (int length = 0; length < Good.Length; length++)
        {
            Assert.False(InitSegmentReader.TryRead(Good.AsSpan(0, length), out _, out Mp4Error error), $"{length} of {Good.Length} bytes");
            Assert.Equal(length is 0 ? Mp4Fault.MissingBox : length == FileTypeSize ? Mp4Fault.MissingBox : Mp4Fault.Truncated, error.Fault);
        }
    }

    [Theory]
    [InlineData("ftyp")]
    [InlineData("moov")]
    [InlineData("trak")]
    [InlineData("tkhd")]
    [InlineData("mdhd")]
    [InlineData("hdlr")]
    [InlineData("stsd")]
    [InlineData("trex")]
    public void ABoxThatMustBeThereIsMissedByName(string type)
    {
        byte[] bytes = [.. Good];
        "free"u8.CopyTo(bytes.AsSpan(Find(bytes, type) + 4));
        Assert.False(InitSegmentReader.TryRead(bytes, out _, out Mp4Error error));
        Assert.Equal((Mp4Fault.MissingBox, type), (error.Fault, error.Box.ToString()));
    }

    [Fact]
    public void BadContentIsNamed()
    {
        Fails(Mp4Fault.BadContent, "tkhd", box => box.Slice(12 + 8, 4).Clear());
        Fails(Mp4Fault.BadContent, "mdhd", box => box.Slice(12 + 8, 4).Clear());
        Fails(Mp4Fault.BadContent, "mdhd", box => box[12 + 8] = 0xFF);
        Fails(Mp4Fault.BadContent, "tkhd", box => box[8] = 2);
        Fails(Mp4Fault.BadSize, "trak", box => BinaryPrimitives.WriteInt32BigEndian(box, 7));
        Fails(Mp4Fault.BadSize, "avc1", box => BinaryPrimitives.WriteInt32BigEndian(box, int.MaxValue));
        Fails(Mp4Fault.BadSize, "mvex", box => BinaryPrimitives.WriteInt32BigEndian(box, int.MaxValue));
    }

    [Fact]
    public void TwoTracksOfOneIdentifierAreAFault()
    {
        int track = Find(Good, "trak");
        int size = BinaryPrimitives.ReadInt32BigEndian(Good.AsSpan(track));
        byte[] bytes = [.. Good[..track], .. Good[track..(track + size)], .. Good[track..]];
        BinaryPrimitives.WriteInt32BigEndian(bytes.AsSpan(FileTypeSize), bytes.Length - FileTypeSize);
        Assert.False(InitSegmentReader.TryRead(bytes, out _, out Mp4Error error));
        Assert.Equal(Mp4Fault.BadTracks, error.Fault);
    }

    [Fact]
    public void WhatFollowsTheMovieIsPassedOver()
    {
        Assert.True(InitSegmentReader.TryRead([.. Good, .. Good[FileTypeSize..], 0, 0, 0, 8, .. "free"u8], out InitSegmentInfo? info, out _));
        Assert.Single(info.Tracks);
    }

    [Fact]
    public void NoBytesMakeTheReaderThrow()
    {
        Fuzz.Run([Good, InitSegmentTests.Write(TestTracks.Aac, 2)], bytes =>
        {
            bool isRead = InitSegmentReader.TryRead(bytes, out InitSegmentInfo? info, out Mp4Error error);
            Assert.Equal(isRead, error.IsNone);
            if (isRead) Assert.All(info!.Tracks, track => Assert.NotEqual(0U, track.Timescale));
        });
    }

    private delegate void Change(Span<byte> box);

    private static int FileTypeSize => FileTypeBox.SizeOf(3);

    private static int Find(byte[] bytes, string type) => bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(type)) - 4;

    private static void Fails(Mp4Fault fault, string type, Change change)
    {
        byte[] bytes = [.. Good];
        change(bytes.AsSpan(Find(bytes, type)));
        Assert.False(InitSegmentReader.TryRead(bytes, out _, out Mp4Error error));
        Assert.Equal(fault, error.Fault);
    }
}
