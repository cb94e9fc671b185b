namespace Headrace.TestKit;

/// <summary>Seeded mutations of a corpus entry: the same seed always gives the same bytes, so a failure can be replayed.</summary>
public sealed class Mutator(int seed)
{
    private const int MaxGrowth = 4096;
    private readonly Random _random = new(seed);

    /// <summary>A changed copy of <paramref name="input"/>: bits flipped, bytes set to edge values, runs removed, repeated, inserted or truncated.</summary>
    public byte[] Mutate(ReadOnlySpan<byte> input)
    {
        List<byte> bytes = [.. input];
        int rounds = 1 + _random.Next(6);
        for (int i = 0; i < rounds; i++) Step(bytes);
        return [.. bytes];
    }

    private void Step(List<byte> bytes)
    {
        int at = bytes.Count == 0 ? 0 : _random.Next(bytes.Count);
        int run = Math.Min(bytes.Count - at, 1 + _random.Next(16));
        switch (_random.Next(7))
        {
            case 0 when bytes.Count > 0: bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1 when bytes.Count > 0: bytes[at] = EdgeValue(); break;
            case 2: bytes.RemoveRange(at, run); break;
            case 3 when bytes.Count < MaxGrowth * 4: bytes.InsertRange(at, bytes.GetRange(at, run)); break;
            case 4 when bytes.Count < MaxGrowth * 4: bytes.InsertRange(at, Enumerable.Range(0, 1 + _random.Next(8)).Select(_ => EdgeValue())); break;
            case 5 when bytes.Count > 0: bytes.RemoveRange(at, bytes.Count - at); break;
            case 6 when run > 0:
                for (int i = 0; i < run; i++) bytes[at + i] = (byte)_random.Next(256);
                break;
        }
    }

    private byte EdgeValue() => _random.Next(5) switch { 0 => 0x00, 1 => 0xFF, 2 => 0x7F, 3 => 0x80, _ => (byte)_random.Next(256) };
}
