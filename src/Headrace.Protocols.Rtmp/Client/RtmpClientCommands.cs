using System.Buffers;
using Headrace.Containers.Flv.Amf;
using Headrace.Protocols.Rtmp.Messages;
using Headrace.Protocols.Rtmp.SignIn;

namespace Headrace.Protocols.Rtmp.Client;

/// <summary>What a client asks for (RTMP 1.0, 7.2), in the order in which encoders and players do.</summary>
internal sealed class RtmpClientCommands(RtmpOutput writer, RtmpClientOptions options, RtmpLocation location)
{
    public const double ConnectTransaction = 1;
    public const double CreateTransaction = 4;

    private const double ReleaseTransaction = 2;
    private const double AnnounceTransaction = 3;
    private const double StartTransaction = 5;
    private const double WithdrawTransaction = 6;
    private const double DeleteTransaction = 7;

    /// <summary>Live or recorded, whichever there is.</summary>
    private const double AnyStart = -2000;

    /// <summary>What we say that we buffer: servers send the more at the start for it.</summary>
    private const uint BufferMilliseconds = 1000;

    private string Application => options.SignIn is { } parameters ? SignInQuery.Append(location.BareApplication, parameters) : location.Application;

    private string Key => options.SignIn is null ? location.Key : location.BareKey;

    public void Connect(IBufferWriter<byte> output) => writer.Command("connect", ConnectTransaction, 0, output, properties =>
    {
        properties.Object();
        properties.Text("app", Application);
        properties.Text("flashVer", options.Publishes ? "FMLE/3.0 (compatible; Headrace)" : "LNX 9,0,124,2");
        properties.Text("tcUrl", $"{location.Origin}/{Application}");
        if (options.Publishes)
        {
            properties.Text("type", "nonprivate");
        }
        else
        {
            properties.Boolean("fpad", false);
            properties.Number("capabilities", 15);
            properties.Number("audioCodecs", 4071);
            properties.Number("videoCodecs", 252);
            properties.Number("videoFunction", 1);
        }

        if (options.Capabilities.IsEnhanced) options.Capabilities.Write(properties);
        properties.End();
    });

    public void Create(IBufferWriter<byte> output)
    {
        if (options.Publishes)
        {
            OnKey("releaseStream", ReleaseTransaction, output);
            OnKey("FCPublish", AnnounceTransaction, output);
        }
        else
        {
            writer.SetWindow(RtmpLimits.WindowBytes, output);
        }

        writer.Command("createStream", CreateTransaction, 0, output, static values => values.Null());
    }

    public void Start(uint streamId, IBufferWriter<byte> output)
    {
        if (options.Publishes)
        {
            writer.Command("publish", StartTransaction, streamId, output, values =>
            {
                values.Null();
                values.Text(Key);
                values.Text("live");
            });
            return;
        }

        writer.Command("play", StartTransaction, streamId, output, values =>
        {
            values.Null();
            values.Text(Key);
            values.Number(AnyStart);
        });
        writer.BufferLength(streamId, BufferMilliseconds, output);
    }

    public void Stop(uint streamId, IBufferWriter<byte> output)
    {
        if (options.Publishes) OnKey("FCUnpublish", WithdrawTransaction, output);
        writer.Command("deleteStream", DeleteTransaction, 0, output, values =>
        {
            values.Null();
            values.Number(streamId);
        });
    }

    private void OnKey(string name, double transaction, IBufferWriter<byte> output) => writer.Command(name, transaction, 0, output, values =>
    {
        values.Null();
        values.Text(Key);
    });
}
