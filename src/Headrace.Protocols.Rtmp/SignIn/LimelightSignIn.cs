using System.Security.Cryptography;
using System.Text;

namespace Headrace.Protocols.Rtmp.SignIn;

/// <summary>What a client answers to <c>authmod=llnw</c>: HTTP's Digest (RFC 2617, 3.2.2) with a realm and a method of its own, as ffmpeg and librtmp answer it.</summary>
internal static class LimelightSignIn
{
    public const string Mode = "llnw";

    /// <summary>How often the nonce was used: once.</summary>
    public const string Count = "00000001";

    /// <param name="user">The user.</param>
    /// <param name="password">The password.</param>
    /// <param name="application">What is connected to, without its query.</param>
    /// <param name="theirs">The server's nonce.</param>
    /// <param name="ours">The client's.</param>
    public static string Respond(string user, string password, string application, string theirs, string ours)
    {
        string instance = application.Contains('/', StringComparison.Ordinal) ? "" : "/_definst_";
        return Hash($"{Hash($"{user}:live:{password}")}:{theirs}:{Count}:{ours}:auth:{Hash($"publish:/{application}{instance}")}");
    }

    private static string Hash(string text) => Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
