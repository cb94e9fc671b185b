using System.Collections.Immutable;

namespace Headrace.Streaming.Figures;

/// <summary>How long a stream's media takes through the server, for each protocol by which it was viewed. Thread-safe.</summary>
public sealed class StreamDelays(TimeProvider clock)
{
    private readonly Lock _gate = new();
    private ImmutableArray<ProtocolDelays> _all = [];

    /// <summary>The delays of viewers of a protocol.</summary>
    /// <param name="protocol">Its name, as sessions have it: one of few.</param>
    public ProtocolDelays Of(string protocol)
    {
        lock (_gate)
        {
            foreach (ProtocolDelays delays in _all)
            {
                if (delays.Protocol == protocol) return delays;
            }

            ProtocolDelays added = new(protocol, clock);
            _all = _all.Add(added);
            return added;
        }
    }

    /// <summary>What was counted of each.</summary>
    public ImmutableArray<DelayCounts> Read()
    {
        ImmutableArray<ProtocolDelays> all;
        lock (_gate) all = _all;
        return [.. all.Select(delays => new DelayCounts(delays.Protocol, delays.Latency, delays.FirstFrame))];
    }
}
