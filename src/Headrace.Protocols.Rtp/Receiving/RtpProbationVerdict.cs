namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>What <see cref="RtpProbation{TAddress}"/> says of a packet of a source that nobody knows.</summary>
public enum RtpProbationVerdict
{
    /// <summary>It may be rubbish: the next one in order will tell.</summary>
    Waits,

    /// <summary>The second one in order: it is a source.</summary>
    Passed,

    /// <summary>The source is not heard for now.</summary>
    Muted,
}
