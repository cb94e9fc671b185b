using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;

namespace Headrace.Streaming.Access;

/// <summary>A password as it was configured: plain, or as <c>sha256:</c> with the Base64 of its hash. Its text hides it.</summary>
public sealed record Secret
{
    private const string HashPrefix = "sha256:";

    private readonly string _text;

    private Secret(string text, byte[] hash, bool isPlain)
    {
        _text = text;
        Hash = hash;
        IsPlain = isPlain;
    }

    /// <summary>No password.</summary>
    public static Secret None { get; } = Of("");

    /// <summary>True when it is none.</summary>
    public bool IsNone => _text.Length == 0;

    /// <summary>False for a hash: then only a client that sends the password itself can be checked, and no digest.</summary>
    public bool IsPlain { get; }

    /// <summary>The password in plain text, for digests. Throws for a hash.</summary>
    public string Plain => IsPlain ? _text : throw new InvalidOperationException("Only the hash of the password is known.");

    private byte[] Hash { get; }

    /// <summary>A password in plain text.</summary>
    public static Secret Of(string password) => new(password, SHA256.HashData(Encoding.UTF8.GetBytes(password)), isPlain: true);

    /// <summary>Reads what was configured; false for a hash that is none, or of a kind that is not known.</summary>
    public static bool TryParse(string text, [NotNullWhen(true)] out Secret? secret)
    {
        secret = null;
        if (text.StartsWith("argon2:", StringComparison.Ordinal)) return false;
        if (!text.StartsWith(HashPrefix, StringComparison.Ordinal))
        {
            secret = Of(text);
            return true;
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        if (!Convert.TryFromBase64String(text[HashPrefix.Length..], hash, out int length) || length != hash.Length) return false;
        secret = new Secret(text, hash.ToArray(), isPlain: false);
        return true;
    }

    /// <summary>True for the right password; takes the same time wherever a wrong one differs.</summary>
    public bool Matches(string password) => CryptographicOperations.FixedTimeEquals(SHA256.HashData(Encoding.UTF8.GetBytes(password)), Hash);

    /// <summary>As it was configured, to be compared or written down.</summary>
    public string Reveal() => _text;

    /// <inheritdoc/>
    public bool Equals(Secret? other) => other is not null && _text == other._text;

    /// <inheritdoc/>
    public override int GetHashCode() => _text.GetHashCode(StringComparison.Ordinal);

    /// <inheritdoc/>
    public override string ToString() => IsNone ? "" : "***";
}
