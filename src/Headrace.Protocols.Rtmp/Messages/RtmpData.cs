using Headrace.Containers.Flv.Amf;

namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>What data and command messages hold, whichever version of AMF they say they are.</summary>
internal static class RtmpData
{
    private const byte Text = 2;

    /// <summary>The values. Messages of AMF3 have a byte before them, but some peers forget it.</summary>
    public static ReadOnlySpan<byte> Body(in RtmpMessage message)
    {
        bool hasPrefix = message.Type is RtmpMessageType.CommandAmf3 or RtmpMessageType.DataAmf3 && message.Payload.Length > 0 && message.Payload[0] != Text;
        return hasPrefix ? message.Payload[1..] : message.Payload;
    }

    /// <summary>The values of data as a viewer gets them: without the order to keep them (<c>@setDataFrame</c>) that publishers send before them.</summary>
    public static ReadOnlySpan<byte> WithoutOrder(ReadOnlySpan<byte> body)
    {
        if (!body.StartsWith(SetDataFrame)) return body;
        return body[SetDataFrame.Length..];
    }

    private static ReadOnlySpan<byte> SetDataFrame => "\x02\0\x0D@setDataFrame"u8;

    /// <summary>The name that data begins with; null where there is none.</summary>
    public static string? NameOf(ReadOnlySpan<byte> body)
    {
        AmfReader reader = new(body);
        return reader.TryRead(out AmfValue name) ? name.Text : null;
    }
}
