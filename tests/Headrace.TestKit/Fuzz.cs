namespace Headrace.TestKit;

/// <summary>
/// Runs a parser over mutations of its corpus. In test runs a smoke of a fixed number of rounds; <c>HEADRACE_FUZZ_ROUNDS</c> sets
/// another. A parser must neither throw nor hang, whatever the bytes are.
/// </summary>
public static class Fuzz
{
    private const int SmokeRounds = 3000;

    /// <summary>Calls <paramref name="target"/> with each corpus entry and then with seeded mutations; a throw names seed and bytes.</summary>
    public static void Run(IEnumerable<byte[]> corpus, Action<byte[]> target, int seed = 1)
    {
        byte[][] entries = [.. corpus];
        if (entries.Length == 0) throw new ArgumentException("A fuzz target needs a corpus.", nameof(corpus));
        foreach (byte[] entry in entries) Call(target, entry, "corpus entry");
        int rounds = int.TryParse(Environment.GetEnvironmentVariable("HEADRACE_FUZZ_ROUNDS"), out int wanted) ? wanted : SmokeRounds;
        for (int i = 0; i < rounds; i++)
        {
            byte[] input = new Mutator(unchecked(seed * 1_000_003 + i)).Mutate(entries[i % entries.Length]);
            Call(target, input, $"seed {seed}, round {i}");
        }
    }

    private static void Call(Action<byte[]> target, byte[] input, string what)
    {
        try
        {
            target(input);
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"Fuzz target failed on {what}: {Convert.ToHexString(input.AsSpan(0, Math.Min(input.Length, 512)))}", e);
        }
    }
}
