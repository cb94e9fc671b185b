using System.Security.Cryptography;
using System.Text;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>The answer of scheme Basic (RFC 7617): name and password, in UTF-8.</summary>
public sealed record BasicAnswer(Credentials Credentials) : AuthenticationAnswer
{
    /// <inheritdoc/>
    public override string User => Credentials.User;

    /// <summary>True for the right password; takes the same time for every wrong one of its length.</summary>
    public bool Verify(string password) =>
        CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Credentials.Password), Encoding.UTF8.GetBytes(password));

    /// <summary>The header's value. It holds the password.</summary>
    public string ToHeader() => $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{Credentials.User}:{Credentials.Password}"))}";

    /// <inheritdoc/>
    public override string ToString() => $"Basic {Credentials}";

    internal static BasicAnswer? Read(ReadOnlySpan<char> token)
    {
        byte[] bytes = new byte[token.Length];
        if (!Convert.TryFromBase64Chars(token, bytes, out int length)) return null;
        string text = Encoding.UTF8.GetString(bytes, 0, length);
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? null : new BasicAnswer(new Credentials(text[..colon], text[(colon + 1)..]));
    }
}
