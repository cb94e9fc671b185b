namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>A seeded path that loses, repeats and reorders packets.</summary>
internal sealed class LossyPath(int seed, double loss, double duplication, double reordering)
{
    private const int MaxDelay = 8;

    /// <summary>The packets as they arrive.</summary>
    public List<byte[]> Pass(IReadOnlyList<byte[]> packets)
    {
        Random random = new(seed);
        List<(int At, int Order, byte[] Packet)> arriving = [];
        for (int i = 0; i < packets.Count; i++)
        {
            if (random.NextDouble() < loss) continue;
            int copies = random.NextDouble() < duplication ? 2 : 1;
            for (int c = 0; c < copies; c++)
            {
                int delay = random.NextDouble() < reordering ? random.Next(MaxDelay) : 0;
                arriving.Add((i + delay, arriving.Count, packets[i]));
            }
        }

        return [.. arriving.OrderBy(a => a.At).ThenBy(a => a.Order).Select(a => a.Packet)];
    }
}
