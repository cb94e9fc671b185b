using System.Security.Cryptography;
using System.Text;

namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>The algorithms' tokens and hashes.</summary>
internal static class DigestAlgorithms
{
    private static readonly string[] Tokens = ["MD5", "SHA-256"];

    public static string ToToken(this DigestAlgorithm algorithm) => Tokens[(int)algorithm];

    /// <summary>The algorithm of a token, with or without <c>-sess</c>; false for one that is not known. Nothing means MD5.</summary>
    public static bool TryParse(string? token, out DigestAlgorithm algorithm, out bool isSession)
    {
        const string SessionSuffix = "-sess";
        isSession = token is not null && token.EndsWith(SessionSuffix, StringComparison.OrdinalIgnoreCase);
        string name = string.IsNullOrEmpty(token) ? Tokens[0] : isSession ? token[..^SessionSuffix.Length] : token;
        int at = Array.FindIndex(Tokens, known => known.Equals(name, StringComparison.OrdinalIgnoreCase));
        algorithm = at < 0 ? default : (DigestAlgorithm)at;
        return at >= 0;
    }

    /// <summary>The hash of a text in UTF-8, as lower-case hexadecimal digits.</summary>
    public static string Hash(this DigestAlgorithm algorithm, string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        return Convert.ToHexStringLower(algorithm == DigestAlgorithm.Sha256 ? SHA256.HashData(bytes) : MD5.HashData(bytes));
    }
}
