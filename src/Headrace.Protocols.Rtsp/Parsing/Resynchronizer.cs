using System.Buffers;

namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>
/// Finds the framing again after it was lost: skips to the next place where, by itself and by what follows it, an element plausibly
/// begins. Bounded by <see cref="RtspLimits.MaxSkippedMediaBytes"/> or <see cref="RtspLimits.MaxSkippedTextBytes"/> since the last element.
/// </summary>
internal sealed class Resynchronizer(InterleavedChannels channels)
{
    private int _skippedSinceElement;
    private int _unconfirmedFrameBytes;
    private int _longestFrameBytes = RtspLimits.InitialPlausibleFrameBytes / 2;

    public bool IsSearching { get; private set; }

    public long SkippedBytes { get; private set; }

    public int Successes { get; private set; }

    /// <summary>The greatest length that needs no confirmation: twice the greatest one confirmed.</summary>
    public int LongestPlausibleFrame => Math.Min(_longestFrameBytes * 2, ushort.MaxValue);

    /// <summary>Notes an element in step. The length of a frame is trusted once something sound follows it.</summary>
    public void OnElement(int frameBytes = 0)
    {
        _longestFrameBytes = Math.Max(_longestFrameBytes, _unconfirmedFrameBytes);
        _unconfirmedFrameBytes = frameBytes;
        _skippedSinceElement = 0;
    }

    /// <summary>Begins to search behind the place where the reader stands.</summary>
    public ReadResult Start(ref SequenceReader<byte> reader)
    {
        IsSearching = true;
        _unconfirmedFrameBytes = 0;
        reader.Advance(1);
        return Count(1);
    }

    /// <summary>Leaves the reader at the start of an element, or at one that cannot be judged yet.</summary>
    public ReadResult Search(ref SequenceReader<byte> reader)
    {
        while (true)
        {
            ReadResult skipped = SkipToCandidate(ref reader);
            if (skipped.Kind != ReadResultKind.Continue) return skipped;
            switch (Match(reader.UnreadSequence))
            {
                case StartMatch.NeedMore:
                    return ReadResult.NeedMore;
                case StartMatch.Yes:
                    IsSearching = false;
                    Successes++;
                    return ReadResult.Continue;
                default:
                    reader.Advance(1);
                    skipped = Count(1);
                    if (skipped.Kind == ReadResultKind.Fault) return skipped;
                    break;
            }
        }
    }

    private StartMatch Match(in ReadOnlySequence<byte> bytes) => bytes.FirstSpan[0] == InterleavedFrame.Marker
        ? FrameStart.MatchKnown(bytes, channels, LongestPlausibleFrame)
        : MessageStart.MatchKnown(bytes);

    private ReadResult SkipToCandidate(ref SequenceReader<byte> reader)
    {
        long before = reader.Consumed;
        // The marker, and what methods and responses begin with.
        if (!reader.TryAdvanceToAny("$ODASPRGT"u8, advancePastDelimiter: false)) reader.AdvanceToEnd();
        ReadResult counted = Count(reader.Consumed - before);
        return counted.Kind == ReadResultKind.Continue && reader.End ? ReadResult.NeedMore : counted;
    }

    private ReadResult Count(long skipped)
    {
        SkippedBytes += skipped;
        _skippedSinceElement = (int)Math.Min(_skippedSinceElement + skipped, int.MaxValue);
        int allowed = channels.Any ? RtspLimits.MaxSkippedMediaBytes : RtspLimits.MaxSkippedTextBytes;
        return _skippedSinceElement > allowed ? RtspFault.LostFraming : ReadResult.Continue;
    }
}
