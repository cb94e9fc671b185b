using System.Collections.Concurrent;
using System.Net;
using Headrace.Media.Timing;
using Headrace.Protocols.Srt;

namespace Headrace.Endpoints.Srt;

/// <summary>
/// Callers that were let in, and whose connection has not come about yet. libsrt compares passphrases behind our answer, and tells the caller alone: who is still here after a while
/// had another one. Bounded; thread-safe.
/// </summary>
internal sealed class SrtHandshakes
{
    private const int MaxCallers = 256;

    /// <summary>How long a connection may take from its answer on: it comes about at once, and is noticed within a second.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    private readonly ConcurrentDictionary<(IPAddress Address, int Port), (SrtRequest Request, MonotonicTime Since)> _callers = new();

    /// <summary>A caller was let in.</summary>
    internal void Begin(IPEndPoint caller, SrtRequest request, MonotonicTime now)
    {
        if (_callers.Count < MaxCallers) _callers[KeyOf(caller)] = (request, now);
    }

    /// <summary>A connection has come about.</summary>
    internal void Complete(IPEndPoint caller) => _callers.TryRemove(KeyOf(caller), out _);

    /// <summary>Those of which nothing came, once each.</summary>
    internal IEnumerable<(IPAddress Address, SrtRequest Request)> TakeFailed(MonotonicTime now)
    {
        foreach (((IPAddress Address, int) key, (SrtRequest Request, MonotonicTime Since) caller) in _callers)
        {
            if (now - caller.Since >= Patience && _callers.TryRemove(key, out _)) yield return (key.Address, caller.Request);
        }
    }

    private static (IPAddress Address, int Port) KeyOf(IPEndPoint caller) => (caller.Address.IsIPv4MappedToIPv6 ? caller.Address.MapToIPv4() : caller.Address, caller.Port);
}
