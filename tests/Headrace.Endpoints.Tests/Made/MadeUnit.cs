namespace Headrace.Endpoints.Tests.Made;

/// <summary>A unit as a publisher sends it and a viewer gets it: NAL units without parameter sets, or one frame of sound.</summary>
internal sealed record MadeUnit(bool IsVideo, uint Timestamp, IReadOnlyList<byte[]> Pieces)
{
    /// <summary>True for a picture that a viewer may begin with.</summary>
    public bool IsKey => IsVideo && Pieces.Any(piece => (piece[0] & 31) == 5);

    /// <summary>Same bytes in the same pieces.</summary>
    public bool HasBytesOf(MadeUnit other) =>
        IsVideo == other.IsVideo && Pieces.Count == other.Pieces.Count && Pieces.Zip(other.Pieces).All(pair => pair.First.AsSpan().SequenceEqual(pair.Second));

    /// <summary>Demands that units are the first of those that were sent, none lost, none twice.</summary>
    public static void AssertSame(IEnumerable<MadeUnit> sent, List<MadeUnit> got)
    {
        MadeUnit[] expected = [.. sent.Take(got.Count)];
        Assert.Equal(expected.Length, got.Count);
        for (int i = 0; i < expected.Length; i++) Assert.True(expected[i].HasBytesOf(got[i]), $"unit {i}: {got[i]} where {expected[i]} was sent");
    }

    public override string ToString() => $"{(IsVideo ? IsKey ? "key" : "video" : "audio")}@{Timestamp} {string.Join('+', Pieces.Select(piece => piece.Length))}";
}
