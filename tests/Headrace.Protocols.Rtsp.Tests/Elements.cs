using System.Buffers;
using System.Text;

namespace Headrace.Protocols.Rtsp.Tests;

/// <summary>Feeds bytes to a parser in pieces, as a driver does, and describes each element as a line.</summary>
internal static class Elements
{
    /// <summary>The elements of the bytes, split into pieces of the given sizes (the last one repeated).</summary>
    public static List<string> Read(RtspParser parser, ReadOnlySpan<byte> bytes, params ReadOnlySpan<int> pieces)
    {
        List<string> found = [];
        byte[] pending = [];
        int at = 0;
        for (int i = 0; at < bytes.Length; i++)
        {
            int size = pieces.IsEmpty ? bytes.Length : Math.Min(pieces[Math.Min(i, pieces.Length - 1)], bytes.Length - at);
            pending = [.. pending, .. bytes.Slice(at, size)];
            at += size;
            SequenceReader<byte> reader = new(new ReadOnlySequence<byte>(pending));
            while (parser.TryRead(ref reader, out RtspElement element)) found.Add(Describe(element));
            pending = pending[(int)reader.Consumed..];
        }

        return found;
    }

    /// <summary>The elements of one buffer that consists of segments of the given size.</summary>
    public static List<string> ReadSegments(RtspParser parser, byte[] bytes, int size)
    {
        List<string> found = [];
        SequenceReader<byte> reader = new(Segment.Split(bytes, size));
        while (parser.TryRead(ref reader, out RtspElement element)) found.Add(Describe(element));
        return found;
    }

    /// <summary>The elements of a text, its line feeds taken for CRLF.</summary>
    public static List<string> Read(RtspParser parser, string text) => Read(parser, Bytes(text));

    public static byte[] Bytes(string text) => Encoding.UTF8.GetBytes(text.ReplaceLineEndings("\r\n"));

    /// <summary>A frame with a payload of the given length, of one repeated byte.</summary>
    public static byte[] Frame(byte channel, int length, byte fill = 0x55)
    {
        byte[] frame = new byte[InterleavedFrame.HeaderBytes + length];
        frame.AsSpan().Fill(fill);
        InterleavedFrame.WriteHeader(frame, channel, length);
        return frame;
    }

    public static InterleavedChannels Channels(params ReadOnlySpan<byte> firsts)
    {
        InterleavedChannels channels = new();
        for (int i = 0; i < firsts.Length; i++) Assert.True(channels.TrySet(i, new ChannelPair(firsts[i], (byte)(firsts[i] + 1))));
        return channels;
    }

    private static string Describe(RtspElement element) => element.Kind switch
    {
        RtspElementKind.Request => Describe($"{element.Request.MethodToken} {element.Request.Uri} {element.Request.Version}", element.Request),
        RtspElementKind.Response => Describe($"{element.Response.Version} {element.Response}", element.Response),
        RtspElementKind.Interleaved => $"${element.Frame.Channel} {Convert.ToHexString(element.Frame.Payload.ToArray())}",
        _ => $"fault {element.Fault}",
    };

    private static string Describe(string start, RtspMessage message)
    {
        string headers = string.Concat(message.Headers.Select(header => $"|{header.Name}={header.Value}"));
        return message.Body.IsEmpty ? start + headers : $"{start}{headers}||{Encoding.UTF8.GetString(message.Body.Span)}";
    }
}
