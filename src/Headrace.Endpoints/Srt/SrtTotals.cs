using Headrace.Protocols.Srt;
using Headrace.Streaming.Sessions;

namespace Headrace.Endpoints.Srt;

/// <summary>What all connections of SRT carried and lost since the start, and who was refused. Thread-safe.</summary>
public sealed class SrtTotals
{
    private readonly Lock _gate = new();
    private readonly Dictionary<SessionRole, LinkCounts> _counts = [];
    private readonly Dictionary<SrtRejection, long> _refused = [];

    /// <summary>Packets by role.</summary>
    public IReadOnlyDictionary<SessionRole, LinkCounts> Counts
    {
        get
        {
            lock (_gate) return new Dictionary<SessionRole, LinkCounts>(_counts);
        }
    }

    /// <summary>Callers refused, by reason.</summary>
    public IReadOnlyDictionary<SrtRejection, long> Refused
    {
        get
        {
            lock (_gate) return new Dictionary<SrtRejection, long>(_refused);
        }
    }

    internal void Add(SessionRole role, LinkCounts more)
    {
        lock (_gate) _counts[role] = _counts.GetValueOrDefault(role).Plus(more);
    }

    internal void AddRefused(SrtRejection rejection)
    {
        lock (_gate) _refused[rejection] = _refused.GetValueOrDefault(rejection) + 1;
    }
}
