using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Eac3;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Codecs.Opaque;
using Headrace.Media.Codecs.Opus;
using Headrace.Media.Codecs.Vp8;
using Headrace.Media.Codecs.Vp9;
using Headrace.Media.Codecs.Vpx;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Packets;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sending;
using Headrace.TestKit;
using Headrace.TestKit.Clips;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>The formats that <see cref="H264LoopTests"/> and <see cref="AacTests"/> do not measure.</summary>
public sealed class AllocationTests
{
    public static TheoryData<string, TrackFormat, byte[]> Formats => new()
    {
        { "AV1", Av1Stream.Format, [.. Av1Stream.SequenceHeader, .. Av1Stream.Obu(0x30, [0x10, .. new byte[5000]]), .. Av1Stream.Obu(0x28, 4, 0x80)] },
        { "VP9", Vp9Format.Of(new VpxConfig(0, 0, 8, 1, VpxConfig.Unstated), 64, 48)!, [0x82, 0x49, 0x83, 0x42, 0x00, 0x03, 0xF0, 0x02, 0xF6, .. new byte[5000]] },
        { "VP8", new Vp8Format { Width = 320, Height = 240 }, [0x50, 0x19, 0x00, 0x9D, 0x01, 0x2A, 0x40, 0x01, 0xF0, 0x00, .. new byte[5000]] },
        { "MJPEG", MjpegTests.Track.Format, MjpegTests.Picture(1, 0, new byte[5000]) },
        { "JPEG XS", JpegXsFrames.Format, JpegXsFrames.Canonical(JpegXsFrame.Make(1, 1920, 1080, 4, 3000)) },
        { "Opus", OpusFormat.Of(2), [0xFC, .. new byte[200]] },
        { "G.711", G711Format.Of(G711Codec.ALaw), new byte[2000] },
        { "PCM", LinearPcmFormat.Of(LinearPcmCodec.L24, 48_000, 2), new byte[5760] },
        { "G.722", G722Format.Of(1), new byte[160] },
        { "AC-3", Ac3Format.Of(new Ac3Header(0, 30, 8, 0, 2, false)), [0x0B, 0x77, 0, 0, 0x1E, 0x40, 0x40, .. new byte[1785]] },
        { "E-AC-3", Eac3Format.Of(48_000, [new Eac3Program(0, 16, 0, 7, true, 0, 0)], 0, 256), [0x0B, 0x77, 0x03, 0x7F, 0x3F, 0x87, 0xC0, .. new byte[1785]] },
        { "MPEG audio", MpegAudioFormat.Of(3, 44_100, 2)!, [0xFF, 0xFB, 0xB0, 0x04, .. new byte[622]] },
        { "opaque", new OpaqueFormat(MediaKind.Video, "H263", 90_000), [0, 0, 4, 0, .. new byte[1024], 0, 0, 0, 2, 1, 2] },
    };

    [Theory]
    [MemberData(nameof(Formats))]
    public void PacketizingAndDepacketizingAllocateNothingOnceWarm(string name, TrackFormat format, byte[] payload)
    {
        MediaBufferPool pool = new();
        Track track = new(0, format, ParameterSets.Empty);
        AccessUnit unit = TestPackets.Unit(track, 0, 0, pool.Copy(payload), RandomAccess.Idr);
        RtpTrackDescription description = TestPackets.Describe(track);
        RtpPacketizer packetizer = description.PayloadFormat.CreatePacketizer(format);
        using MediaBufferWriter output = new(pool);
        RtpPacketWriter writer = new(output, TestPackets.Sender(description.PayloadType), 0);
        using RtpDepacketizer depacketizer = description.PayloadFormat.CreateDepacketizer(description, new(pool, null));
        ReleasingSink sink = new();
        for (int i = 0; i < 10; i++) Pass();

        long allocated = Allocations.OfLeast(() =>
        {
            for (int i = 0; i < 100; i++) Pass();
        });
        Assert.True(allocated == 0, $"{name}: {allocated} bytes");
        Assert.True(sink.Count >= 110);
        unit.Release();

        void Pass()
        {
            packetizer.Packetize(unit, writer);
            MediaBuffer group = output.Detach();
            foreach (InterleavedPacket place in new InterleavedPackets(group.Span))
            {
                if (RtpPacket.TryParse(group.Span.Slice(place.Offset, place.Length), out RtpPacket packet, out _)) depacketizer.Handle(packet, false, default, sink);
            }

            group.Release();
        }
    }
}
