using System.Security.Cryptography;
using System.Text;
using Headrace.Protocols.Rtmp.SignIn;

namespace Headrace.Protocols.Rtmp.Server;

/// <summary>What a client answered when it was asked for a user and a password.</summary>
public sealed class RtmpSignInAnswer
{
    private readonly string _named;
    private readonly string _salt;
    private readonly string _theirs;
    private readonly string _ours;
    private readonly string _response;

    /// <param name="named">The user as the client wrote him, which is what it hashes.</param>
    /// <param name="salt">Of the challenge.</param>
    /// <param name="theirs">What was opaque in the challenge.</param>
    /// <param name="ours">The client's own challenge.</param>
    /// <param name="response">The response.</param>
    internal RtmpSignInAnswer(string named, string salt, string theirs, string ours, string response)
    {
        (_named, _salt, _theirs, _ours, _response) = (named, salt, theirs, ours, response);
        User = Uri.UnescapeDataString(named);
    }

    /// <summary>Who he says he is.</summary>
    public string User { get; }

    /// <summary>Whether he knows the password.</summary>
    public bool Proves(string password) => CryptographicOperations.FixedTimeEquals(
        Encoding.UTF8.GetBytes(AdobeSignIn.Respond(_named, _salt, password, _theirs, _ours)), Encoding.UTF8.GetBytes(_response));
}
