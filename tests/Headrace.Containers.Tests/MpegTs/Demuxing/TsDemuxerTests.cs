using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>Programs, tracks, packets and units of streams that are made by hand.</summary>
public sealed class TsDemuxerTests
{
    private const int Map = 0x1000;
    private const int Video = 0x100;
    private const int Audio = 0x101;
    private const int Data = 0x102;
    private const byte H264 = TsStreamType.H264;
    private const byte Adts = TsStreamType.Adts;

    private static readonly (int, byte, byte[]) Picture = (Video, H264, []);
    private static readonly (int, byte, byte[]) Sound = (Audio, Adts, []);

    [Theory]
    [InlineData(188, 0)]
    [InlineData(192, 4)]
    [InlineData(204, 0)]
    public void PacketsOfAllSizesAreFoundAndFoundAgain(int size, int before)
    {
        MadePackets made = Program(Picture).Pictures(40);
        byte[] bytes = made.Each(packet => [.. new byte[before], .. packet, .. new byte[size - 188 - before]]);
        DemuxedStream whole = DemuxedStream.Of(bytes);
        Assert.Equal(40, whole.Units.Count);
        Assert.Equal(size, whole.Demuxer.Stride);
        foreach (int piece in new[] { 1, 100, 1316 })
        {
            Assert.Equal(whole.Units.Select(unit => (unit.Hash, unit.Decode)), DemuxedStream.Of(bytes, piece).Units.Select(unit => (unit.Hash, unit.Decode)));
        }

        // Half a packet is missing in the middle: it is found again, with one unit damaged.
        int at = bytes.Length / size / 2 * size;
        DemuxedStream cut = DemuxedStream.Of([.. bytes[..at], .. bytes[(at + 90)..]], 1316);
        Assert.Equal(size, cut.Demuxer.Stride);
        Assert.InRange(cut.Units.Count, 36, 40);
        Assert.InRange(cut.Units.Count(unit => unit.IsDamaged), 1, 3);
    }

    [Fact]
    public void TimesGoOverTheWrapWithReorderedPictures()
    {
        long start = TsTimestamp.Mask - 5 * 3600;
        MadePackets made = Program(Picture);
        for (int i = 0; i < 12; i++)
        {
            long decode = start + i * 3600L;
            made.Pes(Video, decode + (i % 3 == 0 ? 10_800 : 0) & TsTimestamp.Mask, decode & TsTimestamp.Mask, H264Of(i % 6 == 0, i));
        }

        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal(12, stream.Units.Count);
        Assert.Equal([.. Enumerable.Range(0, 12).Select(i => (start + i * 3600L) & TsTimestamp.Mask)], stream.Units.Select(unit => unit.Decode));
        Assert.All(stream.Units, unit => Assert.InRange(TsTimestamp.Difference(unit.Presentation, unit.Decode), 0, 10_800));
    }

    [Fact]
    public void SeveralUnitsInAPacketAreSpacedByWhatUnitsLast()
    {
        MadePackets made = Program(Picture);
        for (int i = 0; i < 6; i++) made.Pes(Video, 90_000 + i * 7200L, null, [.. H264Of(i == 0, 2 * i), .. H264Of(false, 2 * i + 1)]);
        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal(12, stream.Units.Count);

        // The parameter set states 30 frames a second, and nothing else is known within the packet.
        Assert.All(stream.Units.Index(), pair => Assert.Equal(90_000 + pair.Index / 2 * 7200 + pair.Index % 2 * 3000, pair.Item.Decode));
    }

    [Fact]
    public void UnitOverSeveralPacketsIsOne()
    {
        MadePackets made = Program(Picture);
        for (int i = 0; i < 20; i++)
        {
            byte[] bytes = H264Of(i % 10 == 0, i, 5000);
            made.Pes(Video, 90_000 + i * 3000L, null, bytes[..1700]).Pes(Video, null, null, bytes[1700..3100]).Pes(Video, null, null, bytes[3100..]);
        }

        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal(20, stream.Units.Count);
        Assert.Equal(DemuxedStream.Of(Program(Picture).Pictures(20, 5000).Bytes).Units.Select(unit => unit.Hash), stream.Units.Select(unit => unit.Hash));
        Assert.Equal([.. Enumerable.Range(0, 20).Select(i => 90_000 + i * 3000L)], stream.Units.Select(unit => unit.Decode));
    }

    [Fact]
    public void PacketWithoutLengthIsWholeWithItsStuffedPacketOnceThatIsKnown()
    {
        DemuxedStream stream = new();
        stream.Read(Program(Picture).Bytes);
        MadePackets made = new();
        int read = 0;
        for (int i = 0; i < 40; i++)
        {
            made.Pes(Video, 90_000 + i * 3000L, null, H264Of(i % 10 == 0, i), hasLength: false);
            stream.Read(made.Bytes.AsSpan(read));
            read = made.Bytes.Length;
            if (i >= 20) Assert.Equal(i + 1, stream.Units.Count);
        }

        Assert.All(stream.Units, unit => Assert.False(unit.IsDamaged));

        // One that goes on behind stuffing costs a picture, and is learnt from.
        byte[] large = H264Of(false, 41, 3000);
        byte[] stuffed = new MadePackets().Pes(Video, 210_000, null, large[..1000], hasLength: false).Bytes;
        stream.Read(Renumbered(stuffed, made.Bytes));
        Assert.Equal(41, stream.Units.Count);
        byte[] rest = new MadePackets().Pes(Video, null, null, large[1000..], hasLength: false).Bytes;
        foreach (byte[] packet in rest.Chunk(TsPacket.Size)) packet[1] &= 0xBF;
        rest[1] &= 0xBF;
        stream.Read(Renumbered(rest, [.. made.Bytes, .. Renumbered(stuffed, made.Bytes)]));
        stream.Demuxer.Complete();
        Assert.Equal(41, stream.Units.Count);
    }

    [Fact]
    public void FramesThatGoOverPacketsHaveTheirOwnTimes()
    {
        byte[] sound = [.. Enumerable.Range(0, 40).SelectMany(i => AdtsOf(100 + i))];
        MadePackets made = Program(Sound);
        int[] starts = [.. Enumerable.Range(0, 40).Select(i => Enumerable.Range(0, i).Sum(k => 107 + k))];
        for (int at = 0; at < sound.Length; at += 1000)
        {
            int first = Array.FindIndex(starts, start => start >= at);
            long? time = first < 0 ? null : 90_000 + first * 1920L;
            made.Pes(Audio, time, null, sound[at..Math.Min(at + 1000, sound.Length)], streamId: 0xC0);
        }

        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => 90_000 + i * 1920L)], stream.Units.Select(unit => unit.Decode));
        Assert.Equal([.. Enumerable.Range(0, 40).Select(i => 100 + i)], stream.Units.Select(unit => unit.Bytes.Length));
        Assert.Equal(0, stream.Demuxer.FaultsOf(0).Total);
    }

    [Fact]
    public void SoundIsFoundAgainBehindRubbish()
    {
        MadePackets made = Program(Sound).Pes(Audio, 90_000, null, [0xFF, 0xF1, 1, 2, 3, .. AdtsOf(100), .. AdtsOf(101)], streamId: 0xC0).Pes(Audio, 93_840, null, AdtsOf(102), streamId: 0xC0);
        Assert.Equal([100, 101, 102], DemuxedStream.Of(made.Bytes).Units.Select(unit => unit.Bytes.Length));
    }

    [Fact]
    public void TracksComeAndGoWithTheMapTable()
    {
        MadePackets made = Program(Picture).Pictures(3);
        made.Pmt(Map, 1, Video, Picture, Sound).Pes(Audio, 99_000, null, AdtsOf(50), streamId: 0xC0).Pictures(3, from: 3);
        made.Pmt(Map, 1, Audio, Sound).Pes(Audio, 108_000, null, AdtsOf(51), streamId: 0xC0).Pictures(3, from: 6);
        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal(["h264", "h264,aac", "aac"], stream.Begun.Select(tracks => string.Join(',', tracks.Select(track => track.Codec.Name))));
        Assert.Equal(2, stream.Ends);
        Assert.Equal(8, stream.Units.Count);
    }

    [Fact]
    public void ProgramThatVanishesEndsAndAnotherTakesItsPlace()
    {
        MadePackets made = new MadePackets().Pat((1, Map), (2, Map + 1)).Pmt(Map, 1, Video, Picture).Pmt(Map + 1, 2, Audio, Sound);
        made.Pictures(2).Pes(Audio, 90_000, null, AdtsOf(50), streamId: 0xC0).Pat((2, Map + 1)).Pes(Audio, 92_000, null, AdtsOf(51), streamId: 0xC0);
        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal(["h264", "aac"], stream.Begun.Select(tracks => Assert.Single(tracks).Codec.Name));
        Assert.Equal(1, stream.Ends);
        Assert.Equal(51, stream.Units[^1].Bytes.Length);
    }

    [Theory]
    [InlineData(null, "aac")]
    [InlineData(1, "private-data")]
    [InlineData(2, "aac")]
    [InlineData(3, "h264")]
    [InlineData(4, null)]
    public void ProgramIsTheOneThatIsNamedOrTheFirstWithMedia(int? program, string? codec)
    {
        MadePackets made = new MadePackets().Pat((1, Map), (2, Map + 1), (3, Map + 2));
        made.Pmt(Map + 2, 3, Video, Picture).Pmt(Map, 1, Data, (Data, TsStreamType.PrivateData, [])).Pmt(Map + 1, 2, Audio, Sound);
        made.Pictures(1).Pes(Audio, 90_000, null, AdtsOf(50), streamId: 0xC0).Pes(Data, 90_000, null, [1, 2, 3], streamId: 0xBD);
        DemuxedStream stream = DemuxedStream.Of(made.Bytes, program: program);
        Assert.Equal(codec, stream.Begun.Count == 0 ? null : Assert.Single(stream.Tracks).Codec.Name);
    }

    [Fact]
    public void ProgramWhoseTableDoesNotComeIsNotWaitedForForever()
    {
        MadePackets made = new MadePackets().Pat((1, Map), (2, Map + 1)).Pmt(Map + 1, 2, Audio, Sound);
        for (int i = 0; i < 5; i++) made.Pat((1, Map), (2, Map + 1)).Pmt(Map + 1, 2, Audio, Sound).Pes(Audio, 90_000 + i * 1920, null, AdtsOf(50), streamId: 0xC0);
        Assert.NotEmpty(DemuxedStream.Of(made.Bytes).Units);
    }

    [Fact]
    public void WhatIsNotKnownAndWhatIsScrambledIsToldOnce()
    {
        MadePackets made = Program(Picture, (Audio, 0x86, []), (Data, 0xEA, [])).Pictures(3);
        made.Pmt(Map, 1, Video, Picture, (Audio, 0x86, []), (Data, 0xEA, []));
        byte[] bytes = made.Each(packet =>
        {
            if (packet[1] % 32 == Video >> 8 && packet[2] == (Video & 0xFF)) packet[3] |= 0xC0;
            return packet;
        });
        DemuxedStream stream = DemuxedStream.Of(bytes);
        Assert.Empty(stream.Begun);
        Assert.Equal([(Audio, 0x86, TsOmission.Unknown), (Data, 0xEA, TsOmission.Unknown), (Video, H264, TsOmission.Scrambled)], stream.Omitted);
    }

    [Fact]
    public void RefusedTracksAreNotReadUntilTheyChange()
    {
        DemuxedStream stream = new() { Refuses = true };
        MadePackets made = Program(Picture).Pictures(3);
        stream.Read(made.Bytes);
        Assert.Single(stream.Begun);
        Assert.Empty(stream.Units);
        stream.Refuses = false;
        stream.Read(new MadePackets().Pmt(Map, 1, Audio, Sound).Pes(Audio, 90_000, null, AdtsOf(50), streamId: 0xC0).Bytes);
        Assert.Single(stream.Units);
    }

    [Fact]
    public void DataIsPassedOnWithItsDescriptorsAndATime()
    {
        byte[] registration = [5, 4, (byte)'K', (byte)'L', (byte)'V', (byte)'A'];
        byte[] metadata = [0x26, 9, 1, 0, 0xFF, (byte)'K', (byte)'L', (byte)'V', (byte)'A', 0, 0];
        MadePackets made = Program(Picture, (Data, TsStreamType.PrivateData, registration), (Audio, TsStreamType.Metadata, metadata), (0x200, TsStreamType.PrivateData, [0x59, 0]));
        made.Pictures(2).Pes(Data, null, null, [1, 2], streamId: 0xBD).Pes(Data, null, null, [3, 4], streamId: 0xBD);
        made.Pes(Audio, 93_100, null, [5, 6, 7], streamId: 0xFC).Pes(0x200, 93_200, null, [8], streamId: 0xBD);
        DemuxedStream stream = DemuxedStream.Of(made.Bytes);
        Assert.Equal(["h264", "klv", "klv", "private-data"], stream.Tracks.Select(track => track.Codec.Name));
        Assert.Equal([(1, 93_000L), (1, 93_001L), (2, 93_100L), (3, 93_200L)], stream.Units.Where(unit => unit.Track > 0).Select(unit => (unit.Track, unit.Decode)));
        DemuxedStream again = DemuxedStream.Of(Remuxed.Write(stream));
        Assert.Equal(stream.Tracks.Select(track => (track.Stream.StreamType, Convert.ToHexString(track.Stream.Descriptors.Span))), again.Tracks.Select(track => (track.Stream.StreamType, Convert.ToHexString(track.Stream.Descriptors.Span))));
        for (int i = 0; i < 4; i++) Assert.Equal(stream.Of(i).Select(unit => unit.Hash), again.Of(i).Select(unit => unit.Hash));
    }

    [Fact]
    public void DataAloneIsAProgramToo()
    {
        DemuxedStream stream = DemuxedStream.Of(Program((Data, TsStreamType.PrivateData, [])).Pes(Data, 90_000, null, [1], streamId: 0xBD).Bytes);
        Assert.Equal(MediaKind.Data, Assert.Single(stream.Tracks).Codec.Kind);
        Assert.Single(stream.Units);
    }

    [Fact]
    public void ClockIsFollowedAndItsJumpsAreCounted()
    {
        using TestStream made = new(new Media.Buffers.MediaBufferPool(), TestTracks.H264, TestTracks.Aac);
        byte[] first = made.Run(1, 30).Output.Written.ToArray();
        DemuxedStream stream = DemuxedStream.Of([.. first, .. first]);
        Assert.True(stream.Demuxer.Clock.References > 10);
        Assert.Equal(1, stream.Demuxer.Clock.Jumps);
        Assert.Equal(0, stream.Demuxer.Clock.Discontinuities);
    }

    [Fact]
    public void WhatNothingFollowsIsHandedOnInTime()
    {
        DemuxedStream stream = new();
        stream.Read(Program(Picture).Pes(Video, 90_000, null, H264Of(true, 0), hasLength: false).Bytes);
        Assert.Empty(stream.Units);
        stream.Demuxer.HandleTimeout(stream.Now + TimeSpan.FromSeconds(4), TimeSpan.FromSeconds(5));
        Assert.Empty(stream.Units);
        stream.Demuxer.HandleTimeout(stream.Now + TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(5));
        Assert.Single(stream.Units);
    }

    /// <summary>RFC 8216, 3.2: counters of a segment need not go on from those of the one before it.</summary>
    [Fact]
    public void SegmentMayCountAnew()
    {
        byte[] first = Program(Picture).Pictures(3).Bytes;
        byte[] second = Program(Picture).Pictures(3, from: 3).Bytes;
        DemuxedStream without = new();
        without.Read([.. first, .. second]).Demuxer.Complete();
        Assert.Contains(without.Faults, fault => fault.Fault == TsFault.Continuity);
        DemuxedStream stream = new();
        stream.Read(first).Demuxer.BeginSegment();
        Assert.Equal(3, stream.Units.Count);
        stream.Read(second).Demuxer.Complete();
        Assert.Empty(stream.Faults);
        Assert.Equal((6, 0, 1), (stream.Units.Count, stream.Ends, stream.Begun.Count));
        Assert.All(stream.Units, unit => Assert.False(unit.IsDamaged));
        Assert.Equal((first.Length + second.Length) / TsPacket.Size, stream.Demuxer.Packets);
        Assert.Equal(first.Length / TsPacket.Size * 2 - 4, stream.Demuxer.FiguresOf(0).Packets);
    }

    private static MadePackets Program(params (int Pid, byte Type, byte[] Descriptors)[] streams) => new MadePackets().Pat((1, Map)).Pmt(Map, 1, streams[0].Pid, streams);

    private static byte[] H264Of(bool isKey, int number, int size = 400) => MadePictures.H264(isKey, number, size);

    private static byte[] AdtsOf(int length)
    {
        byte[] frame = new byte[AdtsHeader.Length + length];
        Assert.True(AdtsHeader.TryWrite(frame, ((AacFormat)TestTracks.Aac.Format).Config, length));
        frame.AsSpan(AdtsHeader.Length).Fill(0x55);
        return frame;
    }

    /// <summary>The packets with the counters that follow those before them in their PID.</summary>
    private static byte[] Renumbered(byte[] packets, byte[] before)
    {
        int last = before.Chunk(TsPacket.Size).Last(packet => packet[1] % 32 == Video >> 8 && packet[2] == (Video & 0xFF))[3] & 15;
        foreach (int at in Enumerable.Range(0, packets.Length / TsPacket.Size)) packets[at * TsPacket.Size + 3] = (byte)(packets[at * TsPacket.Size + 3] & 0xF0 | (last + 1 + at & 15));
        return packets;
    }
}
