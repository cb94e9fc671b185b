namespace Headrace.Manifests.Hls.Checking;

/// <summary>
/// The peak segment bit rate of a media playlist (RFC 8216bis, 4.1): the highest of any run of neighbouring segments that lasts between half
/// and one and a half target durations.
/// </summary>
internal sealed class PeakBitrate
{
    private const int MaxRun = 64;
    private readonly List<(long MediaSequence, long Bits, TimeSpan Duration)> _run = [];

    /// <summary>Bits a second; 0 before anything was measured.</summary>
    public double Peak { get; private set; }

    /// <summary>Takes the next segment's size.</summary>
    public void Add(long mediaSequence, long bytes, TimeSpan duration, TimeSpan targetDuration)
    {
        if (_run.Count > 0 && _run[^1].MediaSequence + 1 != mediaSequence) _run.Clear();
        if (_run.Count >= MaxRun) _run.RemoveAt(0);
        _run.Add((mediaSequence, bytes * 8, duration));
        double bits = 0;
        TimeSpan time = TimeSpan.Zero;
        for (int i = _run.Count - 1; i >= 0; i--)
        {
            bits += _run[i].Bits;
            time += _run[i].Duration;
            if (time > targetDuration * 1.5) return;
            if (time >= targetDuration / 2 && time > TimeSpan.Zero) Peak = Math.Max(Peak, bits / time.TotalSeconds);
        }
    }
}
