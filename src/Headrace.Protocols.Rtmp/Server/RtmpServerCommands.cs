using System.Buffers;
using Headrace.Containers.Flv.Amf;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.Messages;
using Headrace.Protocols.Rtmp.SignIn;

namespace Headrace.Protocols.Rtmp.Server;

/// <summary>What a server answers to each command (RTMP 1.0, 7.2), and to those that the specification leaves out and encoders wait for.</summary>
internal sealed class RtmpServerCommands(RtmpOutput writer, RtmpServerOptions options)
{
    private const string Status = "status";
    private const string Error = "error";
    private const uint StreamId = RtmpServerSession.MediaStreamId;

    private string _application = "";
    private string? _url;
    private RtmpSignInAnswer? _answer;

    /// <summary>Answers, or says what the driver has to.</summary>
    public RtmpServerEvent? Handle(RtmpCommand command, RtmpSessionState state, IBufferWriter<byte> output, MonotonicTime now)
    {
        bool isBusy = state is RtmpSessionState.Publishing or RtmpSessionState.Playing;
        switch (command.Name)
        {
            case "connect":
                return Connect(command, output, now);
            case "createStream":
                Result(command, output, static writer => writer.Number(StreamId));
                return null;
            case "publish" or "play" when command.Argument(0) is { Kind: AmfKind.Boolean, Boolean: false }:
            case "deleteStream" or "closeStream" or "FCUnpublish":
                return isBusy ? Stop(state, output) : null;
            case "publish":
                if (!isBusy) return new RtmpServerEvent.PublishRequested(AddressOf(command));
                Refuse(isPublish: true, RtmpRefusal.BadName, "This connection has a stream already.", output);
                return null;
            case "play":
                if (!isBusy) return new RtmpServerEvent.PlayRequested(AddressOf(command));
                Refuse(isPublish: false, RtmpRefusal.Failed, "This connection has a stream already.", output);
                return null;
            case "pause" or "pauseRaw" when state == RtmpSessionState.Playing:
                return Pause(command.Argument(0).Boolean ?? true, output);
            case "seek":
                writer.Status(StreamId, Error, "NetStream.Seek.Failed", "A live stream has no places to go to.", output);
                return null;
            case "FCSubscribe":
                writer.Command("onFCSubscribe", 0, 0, output, static writer => WriteStatus(writer, "NetStream.Play.Start", "Subscribed."));
                return null;
            case "FCPublish":
                writer.Command("onFCPublish", 0, 0, output, static writer => WriteStatus(writer, "NetStream.Publish.Start", "Go on."));
                Result(command, output, static writer => writer.Undefined());
                return null;
            case "getStreamLength":
                Result(command, output, static writer => writer.Number(0));
                return null;
            case "receiveAudio" or "receiveVideo" or "releaseStream" or "_checkbw" or "checkBandwidth":
                Result(command, output, static writer => writer.Undefined());
                return null;
            default:
                if (!command.Name.StartsWith('_') && !command.Name.StartsWith("on", StringComparison.Ordinal)) Unknown(command, output);
                return null;
        }
    }

    /// <summary>Answers a publisher that may begin.</summary>
    public void StartPublish(string name, IBufferWriter<byte> output)
    {
        writer.Event(RtmpUserEvent.StreamBegin, StreamId, output);
        writer.Status(StreamId, Status, "NetStream.Publish.Start", $"{name} is published now.", output);
    }

    /// <summary>Answers a viewer that may begin.</summary>
    public void StartPlay(string name, IBufferWriter<byte> output)
    {
        writer.Event(RtmpUserEvent.StreamBegin, StreamId, output);
        writer.Status(StreamId, Status, "NetStream.Play.Reset", $"Playing {name}.", output);
        writer.Status(StreamId, Status, "NetStream.Play.Start", $"{name} begins.", output);
        writer.Data(StreamId, output, static writer =>
        {
            writer.Text("|RtmpSampleAccess");
            writer.Boolean(true);
            writer.Boolean(true);
        });
        writer.Data(StreamId, output, static writer =>
        {
            writer.Text("onStatus");
            writer.Object();
            writer.Text("code", "NetStream.Data.Start");
            writer.End();
        });
    }

    /// <summary>Tells a viewer that nothing comes any more.</summary>
    public void EndPlay(string description, IBufferWriter<byte> output)
    {
        writer.Event(RtmpUserEvent.StreamEof, StreamId, output);
        writer.Status(StreamId, Status, "NetStream.Play.UnpublishNotify", description, output);
        writer.Status(StreamId, Status, "NetStream.Play.Stop", description, output);
    }

    /// <summary>Refuses to publish or to play.</summary>
    public void Refuse(bool isPublish, RtmpRefusal refusal, string description, IBufferWriter<byte> output) => writer.Status(StreamId, Error, (isPublish, refusal) switch
    {
        (true, RtmpRefusal.Denied) => "NetStream.Publish.Denied",
        (true, RtmpRefusal.Failed) => "NetStream.Publish.Failed",
        (true, _) => "NetStream.Publish.BadName",
        (false, RtmpRefusal.NotFound) => "NetStream.Play.StreamNotFound",
        _ => "NetStream.Play.Failed",
    }, description, output);

    private RtmpServerEvent Connect(RtmpCommand command, IBufferWriter<byte> output, MonotonicTime now)
    {
        AmfValue properties = command.Properties;
        _application = Limit(properties["app"].Text) ?? "";
        _url = Limit(properties["tcUrl"].Text);
        if (Challenge(properties, now) is { } challenge)
        {
            writer.Command("_error", command.Transaction, 0, output, answer =>
            {
                answer.Null();
                RtmpOutput.WriteStatus(answer, Error, "NetConnection.Connect.Rejected", challenge);
                answer.End();
            });
            return new RtmpServerEvent.Ended(RtmpEndReason.Challenged);
        }

        RtmpCapabilities theirs = RtmpCapabilities.Read(properties);
        double encoding = properties["objectEncoding"].Number ?? 0;
        writer.SetWindow(RtmpLimits.WindowBytes, output);
        writer.SetPeerBandwidth(RtmpLimits.WindowBytes, output);
        writer.SetChunkSize(RtmpLimits.ChunkBytes, output);
        writer.Command("_result", command.Transaction, 0, output, answer =>
        {
            answer.Object();
            answer.Text("fmsVer", "FMS/3,5,7,7009");
            answer.Number("capabilities", 31);
            answer.Number("mode", 1);
            // Old clients, and those that go by the letter of their version, look in different places.
            if (theirs.IsEnhanced) options.Capabilities.Write(answer);
            answer.End();
            RtmpOutput.WriteStatus(answer, Status, "NetConnection.Connect.Success", "Connection succeeded.");
            answer.Number("objectEncoding", encoding);
            if (theirs.IsEnhanced) options.Capabilities.Write(answer);
            answer.End();
        });
        writer.Command("onBWDone", 0, 0, output, static answer => answer.Null());
        return new RtmpServerEvent.Connected(Limit(properties["flashVer"].Text), theirs);
    }

    /// <summary>What a client is asked who shows no user, where publishers are asked for one.</summary>
    private string? Challenge(in AmfValue properties, MonotonicTime now)
    {
        string query = SignInQuery.Of(_application);
        if (query.Length == 0) query = SignInQuery.Of(_url ?? "");
        return options.SignIn?.Challenge(query, properties["type"].Text == "nonprivate", now, out _answer);
    }

    private RtmpServerEvent.Stopped Stop(RtmpSessionState state, IBufferWriter<byte> output)
    {
        if (state == RtmpSessionState.Publishing) writer.Status(StreamId, Status, "NetStream.Unpublish.Success", "It is published no longer.", output);
        return new RtmpServerEvent.Stopped();
    }

    private RtmpServerEvent.PauseChanged Pause(bool isPaused, IBufferWriter<byte> output)
    {
        if (isPaused) writer.Status(StreamId, Status, "NetStream.Pause.Notify", "Paused.", output);
        else writer.Status(StreamId, Status, "NetStream.Unpause.Notify", "Goes on.", output);
        return new RtmpServerEvent.PauseChanged(isPaused);
    }

    private RtmpStreamAddress AddressOf(RtmpCommand command) => RtmpStreamAddress.Read(_application, _url, Limit(command.Argument(0).Text) ?? "") with { Answer = _answer };

    private void Result(RtmpCommand command, IBufferWriter<byte> output, Action<AmfWriter> value)
    {
        if (command.Transaction == 0) return;
        writer.Command("_result", command.Transaction, 0, output, answer =>
        {
            answer.Null();
            value(answer);
        });
    }

    private void Unknown(RtmpCommand command, IBufferWriter<byte> output)
    {
        if (command.Transaction == 0) return;
        writer.Command("_error", command.Transaction, 0, output, static answer =>
        {
            answer.Null();
            RtmpOutput.WriteStatus(answer, Error, "NetConnection.Call.Failed", "There is no such command.");
            answer.End();
        });
    }

    private static void WriteStatus(AmfWriter answer, string code, string description)
    {
        answer.Null();
        RtmpOutput.WriteStatus(answer, Status, code, description);
        answer.End();
    }

    private static string? Limit(string? text) => text is { Length: <= RtmpLimits.MaxNameChars } ? text : null;
}
