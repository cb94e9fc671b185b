using System.Buffers.Binary;
using Headrace.Media.Bits;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Protocols.Rtp.Tests.PayloadFormats;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Protocols.Rtp.Tests.Interop;

/// <summary>GStreamer's payloaders and depayloaders against ours, over files of packets with a 16-bit length before each (RFC 4571): not a byte may differ.</summary>
public sealed class GStreamerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Encoder arguments, and the middle of the two pipelines.</summary>
    public static TheoryData<string, string, string[], int> Videos => new()
    {
        { "h264", "H264", ["-c:v", "libx264", "-x264-params", "keyint=25:bframes=3:slices=1"], 1400 },
        { "h264", "H264", ["-c:v", "libx264", "-x264-params", "keyint=25:bframes=2:slices=4:aud=1"], 600 },
        { "h264", "H264", ["-c:v", "libx264", "-x264-params", "keyint=25:bframes=0:slice-max-size=400"], 1400 },
        { "h265", "H265", ["-c:v", "libx265", "-x265-params", "log-level=none:keyint=25:bframes=3"], 1400 },
        { "h265", "H265", ["-c:v", "libx265", "-x265-params", "log-level=none:keyint=25:bframes=2:slices=3:aud=1:open-gop=1"], 600 },
        { "h264", "H264", ["-c:v", "libx264", "-flags", "+ildct+ilme", "-x264-params", "keyint=25:bframes=2:interlaced=1"], 1400 },
    };

    [Theory]
    [MemberData(nameof(Videos))]
    public async Task VideoComesThroughBothWaysByteByByte(string extension, string encodingName, string[] encoder, int mtu)
    {
        await Skip.UnlessGStreamerHasAsync($"rtp{extension}pay", $"rtp{extension}depay", $"{extension}parse", "rtpstreampay", "rtpstreamdepay");
        Skip.UnlessInstalled("ffmpeg");
        string source = In("source." + extension);
        await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=640x360:rate=25:duration=2", .. encoder, "-pix_fmt", "yuv420p", source]);
        using Reference reference = Reference.OfByteStream(KnownCodec(encodingName), File.ReadAllBytes(source));
        Assert.Equal(50, reference.Units.Count);

        // Theirs to ours.
        await LaunchAsync("filesrc", "location=" + source, "!", $"{extension}parse", "!", $"rtp{extension}pay", $"mtu={mtu}", "config-interval=-1", "!", "rtpstreampay", "!", "filesink", "location=" + In("theirs.rtp"));
        using Receiver receiver = new(TestPackets.Describe($"96 {encodingName}/90000"));
        foreach (byte[] packet in ReadFramed(In("theirs.rtp"))) receiver.Handle(packet);
        receiver.Flush();
        Assert.Equal(reference.Units.Select(u => Convert.ToHexString(u.Payload.Span)), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
        Assert.DoesNotContain(receiver.Units, u => u.Facts.IsDamaged);
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);

        // Ours to theirs.
        RtpPayloadFormat format = RtpPayloadFormats.Find(reference.Units[0].Track.Codec)!;
        WriteFramed(In("ours.rtp"), TestPackets.Of(reference.Units, format.CreatePacketizer(reference.Units[0].Track.Format, mtu - RtpPacket.FixedHeaderLength)));
        await LaunchAsync(
            "filesrc", "location=" + In("ours.rtp"), "!", $"application/x-rtp-stream,media=video,encoding-name={encodingName},clock-rate=90000,payload=96", "!", "rtpstreamdepay", "!",
            $"rtp{extension}depay", "!", $"video/x-{extension},stream-format=byte-stream,alignment=nal", "!", "filesink", "location=" + In("theirs." + extension));
        using Reference again = Reference.OfByteStream(KnownCodec(encodingName), File.ReadAllBytes(In("theirs." + extension)));
        Assert.Equal(reference.Units.Select(u => Convert.ToHexString(u.Payload.Span)), again.Units.Select(u => Convert.ToHexString(u.Payload.Span)));
    }

    [Fact]
    public async Task AacComesThroughBothWaysByteByByte()
    {
        await Skip.UnlessGStreamerHasAsync("rtpmp4gpay", "rtpmp4gdepay", "aacparse", "rtpstreampay", "rtpstreamdepay");
        Skip.UnlessInstalled("ffmpeg");
        string source = In("source.aac");
        await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "sine=frequency=440:sample_rate=48000:duration=2", "-ac", "2", "-c:a", "aac", "-b:a", "192k", source]);
        using Reference reference = Reference.OfAdts(File.ReadAllBytes(source));
        Assert.InRange(reference.Units.Count, 90, 100);
        RtpPayloadFormat format = RtpPayloadFormats.Find(AacCodec.Instance)!;
        MediaDescription medium = format.Describe(reference.Units[0].Track, 97, "x");

        await LaunchAsync("filesrc", "location=" + source, "!", "aacparse", "!", "rtpmp4gpay", "mtu=1400", "!", "rtpstreampay", "!", "filesink", "location=" + In("theirs.rtp"));
        using Receiver receiver = new(TestPackets.Describe(reference.Units[0].Track));
        foreach (byte[] packet in ReadFramed(In("theirs.rtp"))) receiver.Handle(packet);
        Assert.Equal(reference.Units.Select(u => Convert.ToHexString(u.Payload.Span)), receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));

        WriteFramed(In("ours.rtp"), TestPackets.Of(reference.Units, format.CreatePacketizer(reference.Units[0].Track.Format, 200), TestPackets.Sender(97)));
        string parameters = string.Join(',', medium.FindFormatParameters(97).Values.Select(v => $"{v.Key}=(string){v.Value}"));
        await LaunchAsync(
            "filesrc", "location=" + In("ours.rtp"), "!", "application/x-rtp-stream,media=audio,encoding-name=MPEG4-GENERIC,clock-rate=48000,payload=97," + parameters, "!", "rtpstreamdepay", "!",
            "rtpmp4gdepay", "!", "aacparse", "!", "audio/mpeg,stream-format=adts", "!", "filesink", "location=" + In("theirs.aac"));
        using Reference again = Reference.OfAdts(File.ReadAllBytes(In("theirs.aac")));
        Assert.Equal(reference.Units.Select(u => Convert.ToHexString(u.Payload.Span)), again.Units.Select(u => Convert.ToHexString(u.Payload.Span)));
    }

    public void Dispose() => _folder.Dispose();

    private static Codec KnownCodec(string encodingName) => RtpPayloadFormats.All.First(f => f.Accepts(new MediaDescription { Kind = "video" }, new RtpMap(96, encodingName, 90_000))).Codec;

    private static Task<string> LaunchAsync(params string[] pipeline) => ClientProcess.RunAsync("gst-launch-1.0", ["-q", .. pipeline]);

    private static IEnumerable<byte[]> ReadFramed(string path)
    {
        byte[] file = File.ReadAllBytes(path);
        for (int at = 0; at < file.Length;)
        {
            int length = BinaryPrimitives.ReadUInt16BigEndian(file.AsSpan(at));
            yield return file[(at + 2)..(at + 2 + length)];
            at += 2 + length;
        }
    }

    private static void WriteFramed(string path, IEnumerable<byte[]> packets)
    {
        using FileStream file = File.Create(path);
        byte[] length = new byte[2];
        foreach (byte[] packet in packets)
        {
            BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)packet.Length);
            file.Write(length);
            file.Write(packet);
        }
    }

    private string In(string name) => Path.Combine(_folder.Path, name);

    /// <summary>The units of an elementary stream, found without RTP.</summary>
    private sealed class Reference : IDisposable
    {
        private readonly UnitAssemblerOptions _options = new(new MediaBufferPool(), null);

        public List<AccessUnit> Units { get; } = [];

        public static Reference OfByteStream(Codec codec, byte[] stream)
        {
            Reference reference = new();
            using UnitAssembler assembler = codec.CreateAssembler(null, ParameterSets.Empty, reference._options);
            foreach (ReadOnlySpan<byte> nal in new AnnexB(stream))
            {
                if (assembler.BeginsNext(nal)) reference.Complete(assembler);
                assembler.Add(nal);
            }

            reference.Complete(assembler);
            return reference;
        }

        public static Reference OfAdts(byte[] stream)
        {
            Reference reference = new();
            using UnitAssembler assembler = AacCodec.Instance.CreateAssembler(null, ParameterSets.Empty, reference._options);
            ReadOnlySpan<byte> rest = stream;
            while (AdtsHeader.TryRead(rest, out AdtsHeader header))
            {
                assembler.Add(rest[..header.FrameLength]);
                reference.Complete(assembler);
                rest = rest[header.FrameLength..];
            }

            return reference;
        }

        public void Dispose()
        {
            foreach (AccessUnit unit in Units) unit.Release();
            Assert.Equal(0, _options.Pool.Outstanding);
        }

        private void Complete(UnitAssembler assembler)
        {
            if (!assembler.TryComplete(false, out AssembledUnit unit)) return;
            Track track = Units.Count > 0 && Units[^1].Track is { } last && ReferenceEquals(last.ParameterSets, unit.ParameterSets) && last.Format.Equals(unit.Format) ? last : new Track(0, unit.Format, unit.ParameterSets);
            Units.Add(TestPackets.Unit(track, Units.Count, Units.Count * (long)Math.Max(unit.NominalDuration, 1), unit.Payload, unit.RandomAccess));
        }
    }
}
