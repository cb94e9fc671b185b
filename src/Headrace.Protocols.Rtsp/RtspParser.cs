using System.Buffers;
using System.Buffers.Binary;
using Headrace.Protocols.Rtsp.Parsing;

namespace Headrace.Protocols.Rtsp;

/// <summary>
/// Reads one connection's bytes into messages and interleaved frames, for a server and for a client. It takes lines and headers as
/// they come; the elements do not depend on how the bytes are split.
/// <para>
/// On a connection that carries media a framing error is survived: bytes are skipped until a plausible frame or message begins,
/// <see cref="RtspLimits.MaxSkippedMediaBytes"/> at most.
/// </para>
/// </summary>
/// <param name="channels">The channels that are set up, kept by the session.</param>
public sealed class RtspParser(InterleavedChannels channels)
{
    private const byte TlsHandshake = 0x16;
    private readonly MessageReader _message = new();
    private readonly Resynchronizer _resynchronizer = new(channels);
    private bool _hasReadMessage;
    private bool _isFaulted;

    /// <summary>Bytes that were skipped to find the framing again.</summary>
    public long SkippedBytes => _resynchronizer.SkippedBytes;

    /// <summary>How often the framing was lost and found again.</summary>
    public int Resynchronisations => _resynchronizer.Successes;

    /// <summary>True when all of a message has come but its body, or the rest of it.</summary>
    public bool AwaitsBody => _message.AwaitsBody;

    /// <summary>
    /// Reads the next element. False: more bytes are needed; what the reader has not consumed must be presented again, with more
    /// behind it. After a fault everything is consumed and nothing more is found.
    /// </summary>
    public bool TryRead(ref SequenceReader<byte> reader, out RtspElement element)
    {
        element = default;
        if (_isFaulted) reader.AdvanceToEnd();
        while (!_isFaulted)
        {
            ReadResult result = _resynchronizer.IsSearching ? _resynchronizer.Search(ref reader)
                : _message.IsInside ? ReadMessage(ref reader, out element)
                : ReadStart(ref reader, out element);
            switch (result.Kind)
            {
                case ReadResultKind.NeedMore:
                    return false;
                case ReadResultKind.Element:
                    return true;
                case ReadResultKind.Fault:
                    _isFaulted = true;
                    element = RtspElement.Of(result.Fault);
                    return true;
            }
        }

        return false;
    }

    private ReadResult ReadStart(ref SequenceReader<byte> reader, out RtspElement element)
    {
        element = default;
        // RFC 2326, 4: empty lines before a message are passed over; some encoders end an SDP with one too many.
        reader.AdvancePastAny((byte)'\r', (byte)'\n');
        if (!reader.TryPeek(out byte first)) return ReadResult.NeedMore;
        if (!_hasReadMessage && !char.IsAsciiLetter((char)first)) return first == TlsHandshake ? RtspFault.TlsOnPlainPort : RtspFault.NotRtsp;
        if (first == InterleavedFrame.Marker) return ReadFrame(ref reader, out element);
        return (channels.Any ? MessageStart.MatchAny(reader.UnreadSequence) : StartMatch.Yes) switch
        {
            StartMatch.NeedMore => ReadResult.NeedMore,
            StartMatch.No => _resynchronizer.Start(ref reader),
            _ => ReadMessage(ref reader, out element),
        };
    }

    private ReadResult ReadFrame(ref SequenceReader<byte> reader, out RtspElement element)
    {
        element = default;
        Span<byte> head = stackalloc byte[InterleavedFrame.HeaderBytes];
        if (!reader.TryCopyTo(head)) return ReadResult.NeedMore;
        byte channel = head[1];
        int length = BinaryPrimitives.ReadUInt16BigEndian(head[2..]);
        int end = InterleavedFrame.HeaderBytes + length;
        if (reader.Remaining < end) return ReadResult.NeedMore;
        // What is unlike the frames so far is believed only if something sound follows it.
        if (channels.Any && (!channels.Contains(channel) || length > _resynchronizer.LongestPlausibleFrame))
        {
            StartMatch follower = FrameStart.MatchAnyFollower(reader.UnreadSequence.Slice(end));
            if (follower == StartMatch.NeedMore) return ReadResult.NeedMore;
            if (follower == StartMatch.No) return _resynchronizer.Start(ref reader);
        }

        element = RtspElement.Of(new InterleavedFrame(channel, reader.UnreadSequence.Slice(InterleavedFrame.HeaderBytes, length)));
        reader.Advance(end);
        _resynchronizer.OnElement(length);
        return ReadResult.Element;
    }

    private ReadResult ReadMessage(ref SequenceReader<byte> reader, out RtspElement element)
    {
        ReadResult result = _message.Read(ref reader, out RtspMessage? message);
        element = message is null ? default : RtspElement.Of(message);
        if (message is not null)
        {
            _resynchronizer.OnElement();
            _hasReadMessage = true;
        }

        if (result.Kind != ReadResultKind.Fault) return result;
        _message.Reset();
        // Without media only the rest of a body that was longer than it said is passed over; a peer that breaks limits is not searched.
        bool mayBeRestOfBody = result.Fault == RtspFault.NotRtsp && _hasReadMessage;
        return channels.Any || mayBeRestOfBody ? _resynchronizer.Start(ref reader) : result;
    }
}
