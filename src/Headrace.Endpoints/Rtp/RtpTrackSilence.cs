using Headrace.Media.Timing;

namespace Headrace.Endpoints.Rtp;

/// <summary>Whether a track is heard: it says once that it has come to be silent, and once that it is heard again.</summary>
internal sealed class RtpTrackSilence(MonotonicTime start)
{
    private MonotonicTime _lastMedia = start;
    private bool _isSilent;

    /// <summary>A packet of the track's media has come.</summary>
    public void OnMedia(MonotonicTime now) => _lastMedia = now;

    /// <summary>True when it has become silent, or is heard again, since the last call.</summary>
    /// <param name="now">The present instant.</param>
    /// <param name="limit">How long without media is silence.</param>
    /// <param name="isSilent">How it is now.</param>
    public bool HasChanged(MonotonicTime now, TimeSpan limit, out bool isSilent)
    {
        isSilent = now - _lastMedia > limit;
        if (isSilent == _isSilent) return false;
        _isSilent = isSilent;
        return true;
    }
}
