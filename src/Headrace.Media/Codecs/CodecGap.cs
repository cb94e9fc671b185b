namespace Headrace.Media.Codecs;

/// <summary>A codec that a carrier has no place for.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Reason">Why, as a clause for people.</param>
public sealed record CodecGap(Codec Codec, string Reason)
{
    /// <summary>What is said of a codec that a carrier does not have: a clause, with the reason where one is listed.</summary>
    /// <param name="statement">The clause: <c>MP4 does not carry G.711 here</c>.</param>
    /// <param name="codec">The codec.</param>
    /// <param name="gaps">The carrier's list.</param>
    public static string Say(string statement, Codec codec, ReadOnlySpan<CodecGap> gaps)
    {
        foreach (CodecGap gap in gaps)
        {
            if (ReferenceEquals(gap.Codec, codec)) return $"{statement}: {gap.Reason}";
        }

        return statement;
    }
}
