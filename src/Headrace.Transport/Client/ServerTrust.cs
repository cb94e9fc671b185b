using System.Net.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Headrace.Transport.Client;

/// <summary>Which server's certificate a client of ours believes.</summary>
public sealed record ServerTrust
{
    /// <summary>Hexadecimal digits of a fingerprint.</summary>
    public const int FingerprintLength = SHA256.HashSizeInBytes * 2;

    private readonly string? _fingerprint;
    private readonly bool _isAny;

    private ServerTrust(string? fingerprint, bool isAny) => (_fingerprint, _isAny) = (fingerprint, isAny);

    /// <summary>A certificate for the server's name from an authority that the machine knows.</summary>
    public static ServerTrust Authorities { get; } = new(null, false);

    /// <summary>Any certificate: the connection is encrypted, and nobody knows with whom.</summary>
    public static ServerTrust Any { get; } = new(null, true);

    /// <summary>One certificate alone, by its SHA-256 in hexadecimal digits.</summary>
    public static ServerTrust Certificate(string fingerprint)
    {
        ArgumentOutOfRangeException.ThrowIfNotEqual(fingerprint.Length, FingerprintLength);
        return new ServerTrust(fingerprint.ToUpperInvariant(), false);
    }

    /// <summary>The fingerprint; <c>*</c> for any certificate, nothing for those of authorities.</summary>
    public override string ToString() => _isAny ? "*" : _fingerprint ?? "";

    internal bool Accepts(X509Certificate? certificate, SslPolicyErrors errors)
    {
        if (certificate is null) return false;
        if (_isAny) return true;
        if (_fingerprint is null) return errors == SslPolicyErrors.None;
        return Convert.ToHexString(SHA256.HashData(certificate.GetRawCertData())).Equals(_fingerprint, StringComparison.OrdinalIgnoreCase);
    }
}
