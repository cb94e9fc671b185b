using Headrace.Containers.Flv.Amf;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Server;
using Headrace.TestKit;
using Headrace.TestKit.Captures;

namespace Headrace.Protocols.Rtmp.Tests.Server;

public sealed class RtmpServerSessionTests
{
    [Fact]
    public void AnEncoderPublishesInItsUsualOrder()
    {
        using TestServer server = new();
        server.Connect();
        Assert.Equal(["WindowAcknowledgementSize", "SetPeerBandwidth", "SetChunkSize", "_result 1 Object of 3 NetConnection.Connect.Success", "onBWDone 0 Null"], server.Said());
        server.Command("releaseStream", 2, AmfValue.Null, AmfValue.Of("cam"));
        server.Command("FCPublish", 3, AmfValue.Null, AmfValue.Of("cam"));
        server.Command("createStream", 4, AmfValue.Null);
        Assert.Equal(["_result 2 Null Undefined", "onFCPublish 0 Null NetStream.Publish.Start", "_result 3 Null Undefined", "_result 4 Null 1"], server.Said());
        server.Command("publish", 5, AmfValue.Null, AmfValue.Of("cam"), AmfValue.Of("live"));
        Assert.Equal(["event 0", "onStatus 0 Null NetStream.Publish.Start"], server.Said());
        Assert.Equal(RtmpSessionState.Publishing, server.Session.State);
        Assert.Equal("live/cam", Assert.IsType<RtmpServerEvent.PublishRequested>(server.Events[^1]).Address.Name);
        server.Message(RtmpMessageType.Data, 1, 0, Hex.Parse("02 000D 40736574446174614672616D65 02 000A 6F6E4D65746144617461 05"));
        server.Message(RtmpMessageType.DataAmf3, 1, 0, Hex.Parse("00 02 000A 6F6E4D65746144617461 05"));
        server.Message(RtmpMessageType.Video, 1, 40, [1, 2, 3]);
        server.Message(RtmpMessageType.Aggregate, 1, 1000, Hex.Parse("08 000001 000005 00 000000 AA 0000000C 09 000002 00000F 00 000000 BBCC 0000000D"));
        Assert.Equal(["Data 0 02000A6F6E4D6574614461746105", "Data 0 02000A6F6E4D6574614461746105", "Video 40 010203", "Audio 1000 AA", "Video 1010 BBCC"], server.Media.Messages);
        server.Command("FCUnpublish", 6, AmfValue.Null, AmfValue.Of("cam"));
        server.Command("deleteStream", 7, AmfValue.Null, AmfValue.Of(1));
        Assert.IsType<RtmpServerEvent.Stopped>(server.Events[^1]);
        server.Message(RtmpMessageType.Video, 1, 80, [4]);
        Assert.Equal(5, server.Media.Messages.Count);
        Assert.Equal(["onStatus 0 Null NetStream.Unpublish.Success"], server.Said());
    }

    [Fact]
    public void APlayerPlaysPausesAndCannotSeek()
    {
        using TestServer server = new();
        server.Connect("live/cam", new AmfProperty("objectEncoding", AmfValue.Of(3)));
        server.Command("createStream", 2, AmfValue.Null);
        server.Command("getStreamLength", 3, AmfValue.Null, AmfValue.Of(""));
        server.Said();
        server.Command("play", 4, AmfValue.Null, AmfValue.Of(""), AmfValue.Of(-2000));
        Assert.Equal(
            ["event 0", "onStatus 0 Null NetStream.Play.Reset", "onStatus 0 Null NetStream.Play.Start", "|RtmpSampleAccess true true", "onStatus NetStream.Data.Start"], server.Said());
        Assert.Equal("live/cam", Assert.IsType<RtmpServerEvent.PlayRequested>(server.Events[^1]).Address.Name);
        server.Command("pause", 5, AmfValue.Null, AmfValue.Of(true), AmfValue.Of(0));
        Assert.True(Assert.IsType<RtmpServerEvent.PauseChanged>(server.Events[^1]).IsPaused);
        server.Command("pause", 6, AmfValue.Null, AmfValue.Of(false), AmfValue.Of(0));
        server.Command("seek", 7, AmfValue.Null, AmfValue.Of(5000));
        server.Message(RtmpMessageType.UserControl, 0, 0, Hex.Parse("0003 00000001 00000BB8"));
        server.Message(RtmpMessageType.UserControl, 0, 0, Hex.Parse("0006 00001234"));
        Assert.Equal(["onStatus 0 Null NetStream.Pause.Notify", "onStatus 0 Null NetStream.Unpause.Notify", "onStatus 0 Null NetStream.Seek.Failed", "event 7"], server.Said());
        server.Session.EndPlay("It is over.", server.Output);
        Assert.Equal(["event 1", "onStatus 0 Null NetStream.Play.UnpublishNotify", "onStatus 0 Null NetStream.Play.Stop"], server.Said());
    }

    [Fact]
    public void NothingIsReadBeforeTheDriverHasDecided()
    {
        using TestServer server = new() { Accepts = null };
        server.Connect();
        server.Command("publish", 2, AmfValue.Null, AmfValue.Of("cam"));
        server.Message(RtmpMessageType.Video, 1, 0, [1]);
        Assert.Equal(RtmpSessionState.Deciding, server.Session.State);
        Assert.Equal(MonotonicTime.Never, server.Session.NextDeadline);
        server.Session.AcceptPublish((RtmpServerEvent.PublishRequested)server.Events[^1], server.Output, server.Now);
        server.Message(RtmpMessageType.Video, 1, 10, [2]);
        Assert.Equal(["Video 0 01", "Video 10 02"], server.Media.Messages);
    }

    [Fact]
    public void WhoIsRefusedMayAskAgain()
    {
        using TestServer server = new() { Accepts = false };
        server.Connect();
        server.Said();
        server.Command("publish", 2, AmfValue.Null, AmfValue.Of("cam"));
        server.Command("play", 3, AmfValue.Null, AmfValue.Of("cam"));
        Assert.Equal(["onStatus 0 Null NetStream.Publish.Denied", "onStatus 0 Null NetStream.Play.Failed"], server.Said());
        server.Accepts = true;
        server.Command("publish", 4, AmfValue.Null, AmfValue.Of("cam"));
        Assert.Equal(RtmpSessionState.Publishing, server.Session.State);
    }

    [Fact]
    public void EnhancedClientsAreToldWhatTheServerCan()
    {
        using TestServer server = new();
        server.Connect("live", new AmfProperty("fourCcList", AmfValue.StrictArray(AmfValue.Of("hvc1"), AmfValue.Of("av01"))));
        Assert.Contains("_result 1 Object of 7 NetConnection.Connect.Success", server.Said());
        RtmpCapabilities theirs = Assert.IsType<RtmpServerEvent.Connected>(server.Events[^1]).Capabilities;
        Assert.Equal(["hvc1", "av01"], theirs.Video);
    }

    [Fact]
    public void ReceivedBytesAreAcknowledged()
    {
        using TestServer server = new();
        server.Connect();
        server.Message(RtmpMessageType.WindowAcknowledgementSize, 0, 0, Hex.Parse("00001000"));
        server.Message(RtmpMessageType.SetPeerBandwidth, 0, 0, Hex.Parse("00002000 02"));
        server.Said();
        server.Command("publish", 2, AmfValue.Null, AmfValue.Of("cam"));
        for (int i = 0; i < 8; i++) server.Message(RtmpMessageType.Audio, 1, (uint)i, new byte[1024]);
        Assert.InRange(server.Said().Count(said => said == "Acknowledgement"), 3, 5);
    }

    [Fact]
    public void WhoDoesNotComeToThePointIsSentAwayWhateverHeSends()
    {
        using TestServer server = new(shakesHands: false);
        MonotonicTime deadline = server.Session.NextDeadline;
        server.Now += TimeSpan.FromSeconds(5);
        server.Send([3]);
        Assert.Equal(deadline, server.Session.NextDeadline);
        server.Session.HandleTimeout(deadline);
        Assert.True(server.Session.TryGetEvent(out RtmpServerEvent? ended));
        Assert.Equal(RtmpEndReason.NoRequest, Assert.IsType<RtmpServerEvent.Ended>(ended).Reason);
        Assert.Equal(MonotonicTime.Never, server.Session.NextDeadline);
    }

    [Theory]
    [InlineData("connect", RtmpFault.OutOfOrder)]
    [InlineData("", RtmpFault.None)]
    public void ConnectComesOnce(string second, RtmpFault fault)
    {
        using TestServer server = new();
        server.Connect();
        if (second.Length > 0) server.Connect();
        Assert.Equal(fault, server.Events.OfType<RtmpServerEvent.Ended>().SingleOrDefault()?.Fault ?? RtmpFault.None);
    }

    [Fact]
    public void CommandsBeforeConnectEndTheConnection()
    {
        using TestServer server = new();
        server.Command("publish", 1, AmfValue.Null, AmfValue.Of("cam"));
        Assert.Equal(RtmpFault.OutOfOrder, Assert.IsType<RtmpServerEvent.Ended>(server.Events[^1]).Fault);
    }

    [Fact]
    public void AnUnknownCommandIsAnsweredWithAnError()
    {
        using TestServer server = new();
        server.Connect();
        server.Said();
        server.Command("fly", 9, AmfValue.Null);
        server.Command("onWhatever", 10, AmfValue.Null);
        Assert.Equal(["_error 9 Null NetConnection.Call.Failed"], server.Said());
    }

    [Fact]
    public void ACapturedPublisherIsUnderstood()
    {
        using TestServer server = new(shakesHands: false);
        foreach (CapturedPacket packet in CaptureFile.ReadTestMedia("rtmp.pcap").Where(packet => packet.DestinationPort == 1935)) server.Send(packet.Payload);
        Assert.DoesNotContain(server.Events, next => next is RtmpServerEvent.Ended);
        Assert.Contains(server.Events, next => next is RtmpServerEvent.Connected);
        Assert.Contains(server.Events, next => next is RtmpServerEvent.Decision);
    }

    [Fact]
    public void AnyBytesBehindAHandshakeAreAnsweredOrRefused()
    {
        byte[] conversation = Conversation();
        Fuzz.Run([conversation], bytes =>
        {
            using TestServer server = new();
            server.Send(bytes);
            if (server.Output.WrittenCount > 64 * 1024) throw new InvalidOperationException("It says too much.");
        });
    }

    private static byte[] Conversation()
    {
        System.Buffers.ArrayBufferWriter<byte> all = new();
        Rtmp.Chunks.RtmpChunkWriter writer = new();
        Add("connect", 1, AmfValue.Object(new("app", AmfValue.Of("live")), new("tcUrl", AmfValue.Of("rtmp://h/live?token=x"))));
        Add("createStream", 2, AmfValue.Null);
        Add("publish", 3, AmfValue.Null, AmfValue.Of("cam?user=a&pass=b"), AmfValue.Of("live"));
        writer.Write(6, RtmpMessageType.Video, 1, 0, new byte[300], all);
        Add("deleteStream", 4, AmfValue.Null, AmfValue.Of(1));
        Add("play", 5, AmfValue.Null, AmfValue.Of("cam"), AmfValue.Of(-2));
        Add("pause", 6, AmfValue.Null, AmfValue.Of(true));
        return all.WrittenSpan.ToArray();

        void Add(string name, double transaction, params AmfValue[] values)
        {
            System.Buffers.ArrayBufferWriter<byte> body = new();
            AmfWriter amf = new(body);
            amf.Text(name);
            amf.Number(transaction);
            foreach (AmfValue value in values) amf.Value(value);
            writer.Write(3, RtmpMessageType.Command, 0, 0, body.WrittenSpan, all);
        }
    }
}
