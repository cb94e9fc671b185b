using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Mjpeg;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Tests.PayloadFormats;
using Headrace.TestKit;
using Headrace.TestKit.Clips;
using Headrace.TestKit.Processes;

namespace Headrace.Protocols.Rtp.Tests.Interop;

/// <summary>GStreamer's payloaders and depayloaders of codecs without NAL units against ours, over files of packets (RFC 4571): not a byte may differ.</summary>
public sealed class GStreamerPictureTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>What ffmpeg encodes, what GStreamer's elements are called, and the greatest packet.</summary>
    public static TheoryData<string, string[], string, int> Videos => new()
    {
        { "vp8", ["-c:v", "libvpx", "-b:v", "300k", "-cpu-used", "8", "-g", "10"], "VP8/90000", 1400 },
        { "vp9", ["-c:v", "libvpx-vp9", "-b:v", "300k", "-cpu-used", "8", "-g", "10"], "VP9/90000", 1400 },
        { "vp9", ["-c:v", "libvpx-vp9", "-b:v", "300k", "-cpu-used", "8", "-pix_fmt", "yuv444p"], "VP9/90000", 300 },
    };

    [Theory]
    [MemberData(nameof(Videos))]
    public async Task VideoComesThroughBothWaysByteByByte(string name, string[] encoder, string encoding, int mtu)
    {
        await Skip.UnlessGStreamerHasAsync($"rtp{name}pay", $"rtp{name}depay", "ivfparse", "rtpstreampay", "rtpstreamdepay");
        Skip.UnlessInstalled("ffmpeg");
        await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1", .. encoder, In("source.ivf")]);
        string[] expected = [.. IvfFile.Read(In("source.ivf")).Select(Convert.ToHexString)];
        Assert.Equal(25, expected.Length);

        // Theirs to ours.
        await LaunchAsync("filesrc", "location=" + In("source.ivf"), "!", "ivfparse", "!", $"rtp{name}pay", $"mtu={mtu}", "!", "rtpstreampay", "!", "filesink", "location=" + In("theirs.rtp"));
        using Receiver receiver = new(TestPackets.Describe("96 " + encoding));
        foreach (byte[] packet in ReadFramed(In("theirs.rtp"))) receiver.Handle(packet);
        receiver.Flush();
        Assert.Equal(expected, receiver.Units.Select(u => Convert.ToHexString(u.Bytes)));
        Assert.DoesNotContain(receiver.Units, u => u.Facts.IsDamaged);
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);

        // Ours to theirs.
        Track track = new(0, receiver.Units[0].Facts.Format, ParameterSets.Empty);
        List<AccessUnit> units = [.. receiver.Units.Select((u, i) => TestPackets.Unit(track, i, i * 3600, MediaBufferPool.Shared.Copy(u.Bytes), u.Facts.RandomAccess))];
        WriteFramed(In("ours.rtp"), TestPackets.Of(units, RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(track.Format, mtu - 12)));
        units.ForEach(unit => unit.Release());
        string caps = $"application/x-rtp-stream,media=video,encoding-name={encoding.Split('/')[0]},clock-rate=90000,payload=96";
        await LaunchAsync("filesrc", "location=" + In("ours.rtp"), "!", caps, "!", "rtpstreamdepay", "!", $"rtp{name}depay", "!", "filesink", "location=" + In("theirs.bytes"));
        Assert.Equal(string.Concat(expected), Convert.ToHexString(File.ReadAllBytes(In("theirs.bytes"))));
    }

    /// <summary>What ffmpeg encodes as an elementary stream, its parser, GStreamer's elements, and the payload type.</summary>
    public static TheoryData<string[], string, string, string, int> Streams => new()
    {
        { ["-c:v", "mpeg2video", "-b:v", "1M", "-g", "10", "-bf", "2", "-f", "mpeg2video"], "mpegvideoparse", "mpv", "32 MPV/90000", 1400 },
        { ["-c:v", "mpeg2video", "-b:v", "3M", "-g", "10", "-bf", "0", "-f", "mpeg2video"], "mpegvideoparse", "mpv", "32 MPV/90000", 300 },
        { ["-c:v", "mpeg4", "-b:v", "1M", "-g", "10", "-bf", "2", "-bsf:v", "dump_extra", "-f", "m4v"], "mpeg4videoparse", "mp4v", "96 MP4V-ES/90000", 1400 },
    };

    [Theory]
    [MemberData(nameof(Streams))]
    public async Task ElementaryStreamComesThroughBothWaysByteByByte(string[] encoder, string parser, string name, string map, int mtu)
    {
        await Skip.UnlessGStreamerHasAsync($"rtp{name}pay", $"rtp{name}depay", parser, "rtpstreampay", "rtpstreamdepay");
        Skip.UnlessInstalled("ffmpeg");
        await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "lavfi", "-i", "testsrc2=size=320x180:rate=25:duration=1", .. encoder, In("source.bytes")]);
        string expected = Convert.ToHexString(File.ReadAllBytes(In("source.bytes")));

        await LaunchAsync(["filesrc", "location=" + In("source.bytes"), "!", parser, "!", $"rtp{name}pay", $"mtu={mtu}", .. name == "mp4v" ? ["config-interval=-1"] : Array.Empty<string>(), "!", "rtpstreampay", "!", "filesink", "location=" + In("theirs.rtp")]);
        using Receiver receiver = new(TestPackets.Describe(map));
        foreach (byte[] packet in ReadFramed(In("theirs.rtp"))) receiver.Handle(packet);
        receiver.Flush();
        Assert.Equal(25, receiver.Units.Count);
        Assert.Equal(expected, string.Concat(receiver.Units.Select(u => ConfigOf(u) + Convert.ToHexString(u.Bytes))));
        Assert.DoesNotContain(receiver.Units, u => u.Facts.IsDamaged);
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);

        Track track = new(0, receiver.Units[0].Facts.Format, ParameterSets.Empty);
        List<AccessUnit> units = [.. receiver.Units.Select((u, i) => TestPackets.Unit(track, i, i * 3600, MediaBufferPool.Shared.Copy(u.Bytes), u.Facts.RandomAccess))];
        byte payloadType = byte.Parse(map.Split(' ')[0], System.Globalization.CultureInfo.InvariantCulture);
        List<byte[]> packets = TestPackets.Of(units, RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(track.Format, mtu - 12), TestPackets.Sender(payloadType));
        units.ForEach(unit => unit.Release());
        Assert.All(packets, packet => Assert.InRange(packet.Length, 13, mtu));
        WriteFramed(In("ours.rtp"), packets);
        string caps = $"application/x-rtp-stream,media=video,encoding-name={map.Split(' ', '/')[1]},clock-rate=90000,payload={payloadType}";
        await LaunchAsync("filesrc", "location=" + In("ours.rtp"), "!", caps, "!", "rtpstreamdepay", "!", $"rtp{name}depay", "!", "filesink", "location=" + In("theirs.bytes"));
        Assert.Equal(expected, Convert.ToHexString(File.ReadAllBytes(In("theirs.bytes"))));
    }

    /// <summary>Pictures have other headers after RTP; what must be the same is the coded data and its tables, and how they decode.</summary>
    [Theory]
    [InlineData("I420", "quality=85", 1400)]
    [InlineData("Y42B", "quality=40", 300)]
    public async Task JpegComesThroughBothWaysWithItsDataAndTables(string samples, string quality, int mtu)
    {
        await Skip.UnlessGStreamerHasAsync("rtpjpegpay", "rtpjpegdepay", "jpegenc", "rtpstreampay", "rtpstreamdepay");
        string[] source = ["videotestsrc", "pattern=ball", "num-buffers=25", "!", $"video/x-raw,format={samples},width=320,height=176,framerate=25/1", "!", "jpegenc", quality, "!", "tee", "name=t"];
        await LaunchAsync([.. source, "t.", "!", "queue", "!", "filesink", "location=" + In("source.mjpeg"), "t.", "!", "queue", "!", "rtpjpegpay", $"mtu={mtu}", "!", "rtpstreampay", "!", "filesink", "location=" + In("theirs.rtp")]);
        List<string> expected = Pictures(File.ReadAllBytes(In("source.mjpeg")));
        Assert.Equal(25, expected.Count);

        using Receiver receiver = new(TestPackets.Describe("26 JPEG/90000"));
        foreach (byte[] packet in ReadFramed(In("theirs.rtp"))) receiver.Handle(packet);
        receiver.Flush();
        Assert.Equal(expected, receiver.Units.SelectMany(u => Pictures(u.Bytes)));
        Assert.DoesNotContain(receiver.Units, u => u.Facts.IsDamaged);
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);

        Track track = new(0, receiver.Units[0].Facts.Format, ParameterSets.Empty);
        List<AccessUnit> units = [.. receiver.Units.Select((u, i) => TestPackets.Unit(track, i, i * 3600, MediaBufferPool.Shared.Copy(u.Bytes), u.Facts.RandomAccess))];
        WriteFramed(In("ours.rtp"), TestPackets.Of(units, RtpPayloadFormats.Find(track.Codec)!.CreatePacketizer(track.Format, mtu - 12), TestPackets.Sender(26)));
        units.ForEach(unit => unit.Release());
        await LaunchAsync("filesrc", "location=" + In("ours.rtp"), "!", "application/x-rtp-stream,media=video,encoding-name=JPEG,clock-rate=90000,payload=26", "!", "rtpstreamdepay", "!", "rtpjpegdepay", "!", "filesink", "location=" + In("theirs.mjpeg"));
        Assert.Equal(expected, Pictures(File.ReadAllBytes(In("theirs.mjpeg"))));
        Assert.Equal(await DecodedAsync("source.mjpeg"), await DecodedAsync("theirs.mjpeg"));
    }

    public void Dispose() => _folder.Dispose();

    private static string ConfigOf(ReceivedUnit unit) => unit.Facts is { RandomAccess.IsPoint: true, Format: Mpeg4VideoFormat format } ? Convert.ToHexString(format.Config.Span) : "";

    private async Task<string[]> DecodedAsync(string name) =>
        [.. (await ClientProcess.RunAsync("ffmpeg", ["-v", "error", "-f", "mjpeg", "-i", In(name), "-f", "framemd5", "-"])).Split('\n').Where(line => line.Length > 0 && line[0] != '#')];

    private static Task<string> LaunchAsync(params string[] pipeline) => ClientProcess.RunAsync("gst-launch-1.0", ["-q", .. pipeline]);

    /// <summary>Size, tables and coded data of the pictures of a file.</summary>
    private static List<string> Pictures(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> beginning = [0xFF, 0xD8, 0xFF];
        List<string> pictures = [];
        while (!file.IsEmpty)
        {
            int next = file[2..].IndexOf(beginning);
            ReadOnlySpan<byte> picture = next < 0 ? file : file[..(next + 2)];
            Assert.True(JpegHeader.TryRead(picture, out JpegHeader header));
            pictures.Add($"{header.Width}x{header.Height} {header.Sampling} {Convert.ToHexString(picture.Slice(header.LumaTable, 64))} {Convert.ToHexString(picture.Slice(header.ChromaTable, 64))} {Convert.ToHexString(picture[header.ScanStart..header.ScanEnd])}");
            file = file[picture.Length..];
        }

        return pictures;
    }

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
}
