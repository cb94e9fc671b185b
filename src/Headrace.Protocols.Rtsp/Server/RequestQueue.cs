using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>
/// Requests that wait for an earlier one: <see cref="RtspLimits.MaxPipelinedRequests"/> with <see cref="RtspLimits.MaxBodyBytes"/> of
/// bodies in all.
/// </summary>
internal sealed class RequestQueue
{
    private readonly Queue<RtspRequest> _requests = new();
    private int _bodyBytes;

    public bool TryAdd(RtspRequest request)
    {
        if (_requests.Count >= RtspLimits.MaxPipelinedRequests || _bodyBytes + request.Body.Length > RtspLimits.MaxBodyBytes) return false;
        _bodyBytes += request.Body.Length;
        _requests.Enqueue(request);
        return true;
    }

    public bool TryTake([NotNullWhen(true)] out RtspRequest? request)
    {
        if (!_requests.TryDequeue(out request)) return false;
        _bodyBytes -= request.Body.Length;
        return true;
    }

    public void Clear()
    {
        _requests.Clear();
        _bodyBytes = 0;
    }
}
