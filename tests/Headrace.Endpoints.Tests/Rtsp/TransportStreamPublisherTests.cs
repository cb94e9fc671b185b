using System.Buffers.Binary;
using Headrace.Endpoints.Tests.Hosting;
using Headrace.Endpoints.Tests.MpegTs;
using Headrace.TestKit;

namespace Headrace.Endpoints.Tests.Rtsp;

/// <summary>A transport stream within an RTSP session (RFC 2250, 2), as VLC and some encoders publish.</summary>
public sealed class TransportStreamPublisherTests
{
    private const int PacketsAtOnce = 7;
    private const string Head = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=made\r\nc=IN IP4 0.0.0.0\r\nt=0 0\r\n";

    [Theory]
    [InlineData("m=video 0 RTP/AVP 33\r\na=control:video\r\n", 33)]
    [InlineData("m=video 0 RTP/AVP 97\r\na=rtpmap:97 MP2T/90000\r\na=control:video\r\n", 97)]
    public async Task ItIsPublishedAsItsTracks(string media, byte payloadType)
    {
        await using TestServer server = new();
        await using TestPublisher publisher = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan { HasAudio = false, Sdp = Head + media });
        await publisher.StartAsync();
        Assert.Single(server.Log.With("sends MPEG-TS"));
        MadeTransportStream source = new();
        ushort number = 0;
        for (int frame = 0; frame < 50; frame++)
        {
            foreach (byte[] packets in source.Next().Chunk(PacketsAtOnce * 188)) await publisher.Client.SendAsync(Frame(payloadType, number++, (uint)frame * 3600, packets));
            server.Time.Advance(TimeSpan.FromMilliseconds(40));
            await publisher.SyncAsync();
        }

        await Eventually.True(() => server.Streams.Find("cam")?.Snapshot().Tracks is [{ Codec: "h264", Units: > 40 }, { Codec: "aac", Units: > 60 }], $"its units come\n{server.Log}");
    }

    [Fact]
    public async Task WhatIsNoTransportStreamTakesNobodysPlace()
    {
        await using TestServer server = new();
        await using TestPublisher publisher = new(await server.ConnectAsync(), "cam", server.Time, new PublishPlan { HasAudio = false, Sdp = Head + "m=video 0 RTP/AVP 33\r\na=control:video\r\n" });
        await publisher.StartAsync();
        for (ushort number = 0; number < 20; number++) await publisher.Client.SendAsync(Frame(33, number, number, new byte[1000]));
        await publisher.SyncAsync();
        Assert.Null(server.Streams.Find("cam"));
    }

    /// <summary>An interleaved element of channel 0 with one RTP packet.</summary>
    private static byte[] Frame(byte payloadType, ushort number, uint timestamp, byte[] payload)
    {
        byte[] bytes = new byte[16 + payload.Length];
        bytes[0] = (byte)'$';
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(2), (ushort)(12 + payload.Length));
        bytes[4] = 0x80;
        bytes[5] = payloadType;
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(6), number);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(8), timestamp);
        BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(12), 0x33333333);
        payload.CopyTo(bytes, 16);
        return bytes;
    }
}
