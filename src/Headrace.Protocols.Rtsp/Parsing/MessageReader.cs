using System.Buffers;
using System.Globalization;

namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>
/// Reads one message line by line. A line that is not complete stays with the caller; a fault leaves the reader at the line's start.
/// </summary>
internal sealed class MessageReader
{
    private RtspMessage? _message;
    private int _headers;
    private int _headerBytes;
    private int? _bodyLength;

    /// <summary>True between the start line and the end of the message.</summary>
    public bool IsInside => _message is not null;

    /// <summary>True between the last header and the end of the body.</summary>
    public bool AwaitsBody => _bodyLength is not null;

    public void Reset()
    {
        _message = null;
        _bodyLength = null;
        _headers = 0;
        _headerBytes = 0;
    }

    public ReadResult Read(ref SequenceReader<byte> reader, out RtspMessage? message)
    {
        message = null;
        if (_message is null)
        {
            ReadResult start = ReadStartLine(ref reader);
            if (_message is null) return start;
        }

        while (_bodyLength is null)
        {
            ReadResult line = ReadHeaderLine(ref reader);
            if (line.Kind != ReadResultKind.Continue) return line;
        }

        int length = _bodyLength.Value;
        if (reader.Remaining < length) return ReadResult.NeedMore;
        _message.Body = reader.UnreadSequence.Slice(0, length).ToArray();
        reader.Advance(length);
        message = _message;
        Reset();
        return ReadResult.Element;
    }

    private ReadResult ReadStartLine(ref SequenceReader<byte> reader)
    {
        SequenceReader<byte> start = reader;
        ReadResult result = TryReadLine(ref reader, out string line);
        if (result.Kind != ReadResultKind.Continue) return result;
        if (StartLine.TryParse(line, out _message)) return ReadResult.Continue;
        reader = start;
        return StartLine.IsHttp(line) ? RtspFault.HttpOnRtspPort : RtspFault.NotRtsp;
    }

    private ReadResult ReadHeaderLine(ref SequenceReader<byte> reader)
    {
        SequenceReader<byte> start = reader;
        ReadResult result = TryReadLine(ref reader, out string line);
        if (result.Kind != ReadResultKind.Continue) return result;
        if (line.Length == 0) return EndHeaders(ref reader, start);
        _headerBytes += (int)(reader.Consumed - start.Consumed);
        if (++_headers > RtspLimits.MaxHeaders || _headerBytes > RtspLimits.MaxHeaderBytes)
        {
            reader = start;
            return RtspFault.TooManyHeaders;
        }

        AddHeader(line);
        return ReadResult.Continue;
    }

    private ReadResult EndHeaders(ref SequenceReader<byte> reader, SequenceReader<byte> start)
    {
        // A length that is no number counts as none; so does a missing one (RFC 2326, 4.4).
        string? text = _message!.Headers.Get(RtspHeaderNames.ContentLength);
        bool isNumber = ulong.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out ulong length);
        if (isNumber && length > RtspLimits.MaxBodyBytes)
        {
            reader = start;
            return RtspFault.BodyTooLarge;
        }

        _bodyLength = isNumber ? (int)length : 0;
        return ReadResult.Continue;
    }

    /// <summary>A line without a colon or without a name says nothing, and is dropped.</summary>
    private void AddHeader(string line)
    {
        if (line[0] is ' ' or '\t')
        {
            _message!.Headers.Continue(line);
            return;
        }

        int colon = line.IndexOf(':');
        if (colon < 0 || string.IsNullOrWhiteSpace(line[..colon])) return;
        _message!.Headers.Add(line[..colon], line[(colon + 1)..]);
    }

    private static ReadResult TryReadLine(ref SequenceReader<byte> reader, out string line)
    {
        line = "";
        SequenceReader<byte> start = reader;
        if (!reader.TryReadTo(out ReadOnlySequence<byte> bytes, (byte)'\n'))
        {
            return reader.Remaining > RtspLimits.MaxLineBytes ? RtspFault.LineTooLong : ReadResult.NeedMore;
        }

        if (bytes.Length > RtspLimits.MaxLineBytes)
        {
            reader = start;
            return RtspFault.LineTooLong;
        }

        line = RtspText.Decode(bytes).TrimEnd('\r');
        return ReadResult.Continue;
    }
}
