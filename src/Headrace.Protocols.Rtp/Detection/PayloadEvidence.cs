namespace Headrace.Protocols.Rtp.Detection;

/// <summary>What one packet says for or against a format.</summary>
public enum PayloadEvidence
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It cannot be of the format.</summary>
    Against,

    /// <summary>It looks like it; others must, too.</summary>
    For,

    /// <summary>It is: no packet of another format looks like this.</summary>
    Proof,
}
