using System.Security.Cryptography;
using System.Text;

namespace Headrace.Protocols.Rtmp.SignIn;

/// <summary>What a client answers to <c>authmod=adobe</c>: the challenge of Flash Media Server's add-in for authentication, of which there is no specification, as ffmpeg and librtmp answer it.</summary>
internal static class AdobeSignIn
{
    public const string Mode = "adobe";

    /// <param name="user">As the server named him.</param>
    /// <param name="salt">The server's.</param>
    /// <param name="password">The password.</param>
    /// <param name="theirs">What is opaque of the server's, else its challenge.</param>
    /// <param name="ours">The client's own challenge.</param>
    public static string Respond(string user, string salt, string password, string theirs, string ours) => Hash(Hash(user + salt + password) + theirs + ours);

    private static string Hash(string text) => Convert.ToBase64String(MD5.HashData(Encoding.UTF8.GetBytes(text)));
}
