using Headrace.Media.Timing;

namespace Headrace.Protocols.Rtp.Tests.Receiving;

/// <summary>A seeded network in virtual time: loses, doubles and delays packets, so that they overtake each other.</summary>
internal sealed class VirtualNetwork(int seed)
{
    /// <summary>Part of the packets that is lost.</summary>
    public double Loss { get; init; }

    /// <summary>Part of the packets that comes twice.</summary>
    public double Duplication { get; init; }

    /// <summary>Greatest delay beyond the least.</summary>
    public TimeSpan Jitter { get; init; }

    /// <summary>Packets sent at even intervals, as they arrive.</summary>
    public List<Arrived> Pass(IReadOnlyList<byte[]> packets, TimeSpan interval)
    {
        Random random = new(seed);
        List<Arrived> arrived = [];
        for (int i = 0; i < packets.Count; i++)
        {
            if (random.NextDouble() < Loss) continue;
            int copies = random.NextDouble() < Duplication ? 2 : 1;
            for (int copy = 0; copy < copies; copy++)
            {
                arrived.Add(new Arrived(new MonotonicTime(0) + interval * i + Jitter * random.NextDouble(), i, packets[i]));
            }
        }

        return [.. arrived.OrderBy(one => one.At.Nanoseconds)];
    }
}

/// <summary>A packet that came.</summary>
internal sealed record Arrived(MonotonicTime At, int Index, byte[] Packet);
