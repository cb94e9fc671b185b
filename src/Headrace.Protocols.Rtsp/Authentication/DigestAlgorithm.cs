namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>The hash of a digest, from weak to strong.</summary>
public enum DigestAlgorithm : byte
{
    /// <summary>MD5, which is meant too where no algorithm is named. Most cameras know no other.</summary>
    Md5,

    /// <summary>SHA-256 (RFC 7616).</summary>
    Sha256,
}
