using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>When and with which request a client shows that it lives.</summary>
internal sealed class ClientKeepAlive(TimeSpan greatestInterval)
{
    /// <summary>What a server means that names no time-out (RFC 2326, 12.37).</summary>
    private static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(60);

    private static readonly TimeSpan LeastInterval = TimeSpan.FromSeconds(1);

    private TimeSpan _interval = DefaultTimeout / 2 < greatestInterval ? DefaultTimeout / 2 : greatestInterval;

    /// <summary>GET_PARAMETER where the server names it, else OPTIONS, which changes nothing either.</summary>
    public RtspMethod Method { get; private set; } = RtspMethod.Options;

    /// <summary>When the next one is due.</summary>
    public MonotonicTime Due { get; private set; } = MonotonicTime.Never;

    /// <summary>Takes note of the methods that the server knows.</summary>
    public void Learn(IEnumerable<RtspMethod> methods)
    {
        if (methods.Contains(RtspMethod.GetParameter)) Method = RtspMethod.GetParameter;
    }

    /// <summary>Takes note of the session's time-out; none, and 0, are not one.</summary>
    public void Learn(int? timeoutSeconds)
    {
        if (timeoutSeconds is not > 0) return;
        TimeSpan half = TimeSpan.FromSeconds(timeoutSeconds.Value) / 2;
        _interval = half < LeastInterval ? LeastInterval : half < greatestInterval ? half : greatestInterval;
    }

    /// <summary>The server does not take the method: a camera that names GET_PARAMETER need not know it.</summary>
    public void OnRefused() => Method = RtspMethod.Options;

    /// <summary>A request was made, which is a sign of life too.</summary>
    public void Restart(MonotonicTime now) => Due = now + _interval;
}
