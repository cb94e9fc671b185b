using Headrace.Media.Timing;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Limits;

/// <summary>
/// Divides what all streams may send, some times a second: what is there is poured evenly into the streams' buckets, and who is full leaves the rest to
/// the others. So a stream that sends less than an equal part is never held back, and those that want more share what is left alike. One caller at a time.
/// </summary>
internal sealed class BandwidthShares(LimitReports limits)
{
    /// <summary>What a bucket holds, in seconds of an equal part: over HLS two seconds of media and more are sent at once, and what could not be saved up for them would go to the others.</summary>
    private const int CapacitySeconds = 2;

    private MonotonicTime _last;

    /// <summary>Settles what was sent since the last look.</summary>
    /// <param name="streams">All streams.</param>
    /// <param name="bitsPerSecond">What they may send together; 0: no limit.</param>
    /// <param name="now">The present instant.</param>
    public void Update(IEnumerable<LiveStream> streams, long bitsPerSecond, MonotonicTime now)
    {
        double seconds = Math.Clamp((now - _last).TotalSeconds, 0, 1);
        _last = now;
        LiveStream[] limited = [.. streams.Where(stream => IsLimited(stream, bitsPerSecond))];
        if (limited.Length == 0) return;
        long[] sent = [.. limited.Select(Sent)];
        if (bitsPerSecond > 0) Pour(limited, sent, bitsPerSecond / 8.0, seconds);
        for (int i = 0; i < limited.Length; i++)
        {
            LiveStream stream = limited[i];
            if (stream.Bandwidth.Settle(sent[i], seconds, stream.Options.MaxBandwidth, bitsPerSecond > 0, now) is not { } limit) continue;
            limits.Tell(limit, limit == LimitKeys.Bandwidth ? bitsPerSecond : stream.Options.MaxBandwidth, stream.Name, $"viewers of {stream.Name} skip to key frames");
        }
    }

    private static bool IsLimited(LiveStream stream, long bitsPerSecond)
    {
        if (bitsPerSecond > 0 || stream.Options.MaxBandwidth > 0 || !stream.Bandwidth.IsOpen) return true;
        stream.Bandwidth.SentBefore = null;
        return false;
    }

    private static long Sent(LiveStream stream)
    {
        long total = stream.BytesSent;
        long sent = total - (stream.Bandwidth.SentBefore ?? total);
        stream.Bandwidth.SentBefore = total;
        return sent;
    }

    private static void Pour(LiveStream[] streams, long[] sent, double bytesPerSecond, double seconds)
    {
        // Who sends nothing takes part too: his bucket stays full, and he may begin at once.
        for (int i = 0; i < streams.Length; i++)
        {
            streams[i].Bandwidth.Share.Resize(CapacitySeconds * bytesPerSecond / streams.Length, bytesPerSecond);
            streams[i].Bandwidth.Share.Take(sent[i]);
        }

        double left = bytesPerSecond * seconds;
        int count = streams.Length;
        foreach (TokenBucket bucket in streams.Select(stream => stream.Bandwidth.Share).OrderBy(bucket => bucket.Room))
        {
            double part = Math.Min(bucket.Room, left / count--);
            bucket.Fill(part);
            left -= part;
        }
    }
}
