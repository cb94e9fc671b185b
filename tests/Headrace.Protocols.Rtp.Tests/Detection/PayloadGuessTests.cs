using System.Buffers.Binary;
using System.Globalization;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Detection;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.TestKit;
using Headrace.TestKit.Captures;

namespace Headrace.Protocols.Rtp.Tests.Detection;

public sealed class PayloadGuessTests
{
    // Of a picture of 320x180 that x264 and x265 made.
    private const string H264Sps = "67 42 C0 0D DA 05 06 7E 7C 04 40 00 00 03 00 40 00 00 0F 03 C5 0A A8";
    private const string H265Sps = "42 01 01 01 60 00 00 03 00 90 00 00 03 00 00 03 00 3C A0 0A 08 0B 9F 79 65 66 92 4C AF 01 68 08 00 00 03 00 08 00 00 03 00 F0 40";

    public static TheoryData<string, string, string> Proofs { get; } = new()
    {
        { "H.264 parameter set", H264Sps, "96 H264/90000" },
        { "H.264 aggregate", $"78 00 17 {H264Sps} 00 04 68 CE 0F C8", "96 H264/90000" },
        { "H.265 parameter set", H265Sps, "96 H265/90000" },
        { "H.265 aggregate", $"60 01 00 2B {H265Sps} 00 07 44 01 C1 72 B4 62 40", "96 H265/90000" },
        { "AV1 sequence header, one element", "18 0A 0B 00 00 00 04 3C FF BC 00 F8 00 40", "96 AV1/90000" },
        { "AV1 sequence header, then a frame", "28 0B 08 00 00 00 04 3C FF BC 00 F8 00 30 10 00", "96 AV1/90000" },
        { "VP9 key frame", "8E 9111 10 0040 0030 82498342 0003F002F6 0102", "96 VP9/90000" },
        { "VP8 key frame", "90 80 9111 5019009D012A4001F000 0102", "96 VP8/90000" },
        { "JPEG XS, beginning of a picture", "80 00 00 00 FF 10 FF 50 00 02 FF 12", "96 jxsv/90000" },
        { "JPEG XS, header segment of a picture in slices", "E0 3F F8 00 FF 10 FF 50 00 02 FF 12", "96 jxsv/90000" },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public void OnePacketThatNothingElseLooksLikeDecides(string what, string hex, string rtpmap)
    {
        PayloadGuess guess = new(96);
        Assert.True(TryDecide(guess, Packet(1, 0, Bytes(hex)), 0, out MediaDescription? medium), what);
        Assert.Equal(rtpmap, medium!.Find("rtpmap"));
    }

    [Fact]
    public void TransportStreamIsKnownByItsSyncBytes()
    {
        byte[] seven = new byte[7 * 188];
        for (int i = 0; i < 7; i++) seven[i * 188] = 0x47;
        Assert.True(TryDecide(new PayloadGuess(96), Packet(1, 0, seven), 0, out MediaDescription? medium));
        Assert.Equal("96 MP2T/90000", medium!.Find("rtpmap"));
        PayloadGuess guess = new(96);
        for (ushort i = 0; i < 3; i++) Assert.False(TryDecide(guess, Packet(i, 0, seven[..188]), 0, out _));
        Assert.True(TryDecide(guess, Packet(3, 0, seven[..188]), 0, out _));
        Assert.False(TransportStreamDetector.IsTransportStream(seven.AsSpan(1)));
        Assert.False(TransportStreamDetector.IsTransportStream([]));
    }

    [Theory]
    [InlineData("78", 960, true)]
    [InlineData("FC", 960, true)]
    [InlineData("7B 02", 1920, true)]
    [InlineData("78", 1024, false)]
    [InlineData("78", 3600, false)]
    public void OpusIsKnownByTimestampsThatGoOnAsItsPacketsSay(string begin, int step, bool isOpus)
    {
        PayloadGuess guess = new(97);
        MediaDescription? medium = null;
        for (ushort i = 0; i < 30 && medium is null; i++) TryDecide(guess, Packet(i, (uint)(i * step), [.. Bytes(begin), .. new byte[60]], 97), i * 20, out medium);
        Assert.Equal(isOpus ? "97 opus/48000/2" : null, medium?.Find("rtpmap"));
    }

    [Theory]
    [InlineData(48_000, 2, "1190")]
    [InlineData(44_100, 1, "1208")]
    [InlineData(32_000, 2, "1290")]
    [InlineData(8_000, 1, "1588")]
    public void AacIsKnownByItsHeadersAndItsRateIsMeasured(int rate, int channels, string config)
    {
        PayloadGuess guess = new(98);
        MediaDescription? medium = null;
        Random random = new(1);
        for (ushort i = 0; i < 200 && medium is null; i++)
        {
            byte[] frame = new byte[100 + random.Next(100)];
            random.NextBytes(frame);
            frame[0] = (byte)(channels == 2 ? 0x21 : 0x01);
            byte[] payload = [0, 16, (byte)(frame.Length >> 5), (byte)(frame.Length << 3), .. frame];
            TryDecide(guess, Packet(i, (uint)(i * 1024), payload, 98), i * 1024_000L / rate + random.Next(10), out medium);
        }

        Assert.Equal(string.Create(CultureInfo.InvariantCulture, $"98 mpeg4-generic/{rate}/{channels}"), medium?.Find("rtpmap"));
        Assert.EndsWith($"config={config}", medium!.Find("fmtp"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("00 01 0B 77 12 34 5E 40 43", "ac3/44100")]
    [InlineData("00 01 0B 77 12 34 DE 40 43", null)]
    [InlineData("00 01 0B 77 01 FF 34 87 C0", "eac3/48000")]
    [InlineData("00 00 00 00 FF FB 90 64 00", "MPA/90000")]
    public void SoundWithSyncWordsIsKnownByThem(string hex, string? encoding)
    {
        PayloadGuess guess = new(99);
        MediaDescription? medium = null;
        for (ushort i = 0; i < 5 && medium is null; i++) TryDecide(guess, Packet(i, (uint)(i * 1536), Bytes(hex), 99), i * 32, out medium);
        Assert.Equal(encoding is null ? null : $"99 {encoding}", medium?.Find("rtpmap"));
    }

    [Theory]
    [InlineData(0, "audio")]
    [InlineData(8, "audio")]
    [InlineData(9, "audio")]
    [InlineData(10, "audio")]
    [InlineData(11, "audio")]
    [InlineData(14, "audio")]
    [InlineData(32, "video")]
    [InlineData(33, "video")]
    public void PayloadTypesWithAMeaningDecideAtOnce(byte payloadType, string kind)
    {
        Assert.True(TryDecide(new PayloadGuess(payloadType), Packet(1, 0, [1, 2, 3], payloadType), 0, out MediaDescription? medium));
        Assert.Equal(kind, medium!.Kind);
    }

    [Theory]
    [InlineData(9, "G.722 16 kHz mono")]
    [InlineData(10, "PCM of 16 bits 44.1 kHz stereo")]
    [InlineData(11, "PCM of 16 bits 44.1 kHz mono")]
    public void SoundOfAFixedPayloadTypeIsReadWithoutADescription(byte payloadType, string description)
    {
        Assert.True(TryDecide(new PayloadGuess(payloadType), Packet(1, 0, [1, 2, 3, 4], payloadType), 0, out MediaDescription? medium));
        Assert.True(RtpPayloadFormats.TryRead(medium!, out RtpTrackDescription? track, out _));
        Assert.Equal(description, track.Format?.Description);
    }

    [Fact]
    public void RubbishIsHopelessSoon()
    {
        PayloadGuess guess = new(96);
        Random random = new(2);
        byte[] payload = new byte[500];
        for (ushort i = 0; i < PayloadGuess.HopelessAfter; i++)
        {
            random.NextBytes(payload);
            Assert.False(TryDecide(guess, Packet(i, (uint)random.Next(), payload), i, out _));
        }

        Assert.True(guess.IsHopeless);
    }

    [Fact]
    public void PicturesWithoutParameterSetsAreSaidToLookLikeWhatTheyAre()
    {
        PayloadGuess guess = new(96);
        for (ushort i = 0; i < 100; i++) Assert.False(TryDecide(guess, Packet(i, i * 3600u, [0x7C, 0x05, 1, 2, 3, 4]), i * 40, out _));
        Assert.False(guess.IsHopeless);
        Assert.Equal("H.264", guess.Likeliest);
    }

    [Theory]
    [InlineData("h264.pcap", "H264/90000")]
    [InlineData("av1.pcap", "AV1/90000")]
    [InlineData("vp8.pcap", "VP8/90000")]
    public void CapturesOfOthersAreKnownOrNot(string file, string? encoding)
    {
        Dictionary<(byte, uint), (PayloadGuess Guess, string? Found)> sources = [];
        int number = 0;
        foreach (CapturedPacket captured in CaptureFile.ReadTestMedia(file))
        {
            if (captured.IsTcp || RtcpReader.IsRtcp(captured.Payload) || !RtpPacket.TryParse(captured.Payload, out RtpPacket packet, out _)) continue;
            (byte, uint) key = (packet.PayloadType, packet.Ssrc);
            if (!sources.TryGetValue(key, out var source)) source = (new PayloadGuess(packet.PayloadType), null);
            if (source.Guess.TryDecide(packet, new MonotonicTime(number++ * 1_000_000L), out MediaDescription? medium)) source.Found ??= medium.Find("rtpmap");
            sources[key] = source;
        }

        string[] found = [.. sources.Values.Select(source => source.Found?[(source.Found.IndexOf(' ', StringComparison.Ordinal) + 1)..]).OfType<string>().Distinct()];
        Assert.Equal(encoding is null ? [] : [encoding], found);
    }

    [Fact]
    public void NoBytesMakeItThrow()
    {
        byte[][] corpus = [.. Proofs.Select(row => Bytes(row.Data.Item2)), Bytes("00 10 00 08 21"), Bytes("7B 82 00"), Bytes("00 01 0B 77 12 34 1E 40"), Bytes($"60 01 00 2B {H265Sps}"), Bytes($"62 01 81 {H265Sps}")];
        Fuzz.Run(corpus, bytes =>
        {
            PayloadGuess guess = new(96);
            for (ushort i = 0; i < 12; i++) TryDecide(guess, Packet(i, i * 960u, bytes), i * 200, out _);
            _ = guess.Likeliest;
        });
    }

    private static bool TryDecide(PayloadGuess guess, byte[] bytes, long milliseconds, out MediaDescription? medium)
    {
        Assert.True(RtpPacket.TryParse(bytes, out RtpPacket packet, out _));
        return guess.TryDecide(packet, new MonotonicTime(1_000_000_000 + milliseconds * 1_000_000), out medium);
    }

    private static byte[] Packet(ushort sequence, uint timestamp, byte[] payload, byte payloadType = 96)
    {
        byte[] packet = new byte[12 + payload.Length];
        packet[0] = 0x80;
        packet[1] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), sequence);
        BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(4), timestamp);
        payload.CopyTo(packet, 12);
        return packet;
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex.Replace(" ", "", StringComparison.Ordinal));
}
