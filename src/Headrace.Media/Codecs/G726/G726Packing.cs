namespace Headrace.Media.Codecs.G726;

/// <summary>How the codes of G.726 lie in bytes. The two cannot be told apart by their bytes.</summary>
public enum G726Packing
{
    /// <summary>The first code in the least significant bits: RFC 3551, 4.5.4, <c>G726-32</c>.</summary>
    LeastSignificantFirst,

    /// <summary>The first code in the most significant bits: ITU-T I.366.2, Annex E, <c>AAL2-G726-32</c>.</summary>
    MostSignificantFirst,
}
