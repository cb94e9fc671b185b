using System.Security.Cryptography;
using Headrace.Protocols.Rtmp.SignIn;

namespace Headrace.Protocols.Rtmp.Client;

/// <summary>
/// Answers servers that want a user and a password when they are connected to (<c>authmod=adobe</c>, <c>authmod=llnw</c>). They refuse the connection with a challenge, and are answered by
/// the next one: first with the name, then with the response. One of these goes along with the connections of one try.
/// </summary>
public sealed class RtmpClientSignIn(RtmpLocation location)
{
    private const string Mode = "authmod=";

    private bool _hasNamed;
    private bool _hasAnswered;

    /// <summary>What the next connection adds to the application's query; null before the server has asked.</summary>
    public string? Parameters { get; private set; }

    /// <summary>Why it cannot be answered, in one clause; null while it can.</summary>
    public string? Fault { get; private set; }

    /// <summary>Whether a refusal is a challenge.</summary>
    public static bool IsChallenge(string description) => description.Contains(Mode, StringComparison.Ordinal);

    /// <summary>Reads a challenge, and has <see cref="Parameters"/> for the next connection; false, with <see cref="Fault"/>, where there is nothing to answer, or it was answered already.</summary>
    public bool TryAnswer(string description)
    {
        string mode = ModeOf(description);
        string query = SignInQuery.Of(description);
        if (mode is not (AdobeSignIn.Mode or LimelightSignIn.Mode)) return Fail($"it wants to be signed in to in a way that is not known here (authmod={mode})");
        if (location.User.Length == 0) return Fail($"it wants a user and a password (authmod={mode}): put them into the URL, as in rtmp://USER:PASSWORD@{location.Host}/");
        if (SignInQuery.Find(query, "reason") is { } reason and not "needauth") return Fail($"it does not take the user and the password of the URL (authmod={mode}, {reason})");
        if (query.Length == 0) return Name(mode);
        if (_hasAnswered) return Fail($"it asks for the user and the password again and again (authmod={mode})");
        _hasAnswered = true;
        string ours = RandomNumberGenerator.GetHexString(8, lowercase: true);
        Parameters = mode == AdobeSignIn.Mode ? Adobe(query, ours) : Limelight(query, ours);
        return true;
    }

    private static string ModeOf(string description)
    {
        int at = description.IndexOf(Mode, StringComparison.Ordinal);
        if (at < 0) return "";
        ReadOnlySpan<char> behind = description.AsSpan(at + Mode.Length);
        int end = behind.IndexOfAny(' ', ']', ';');
        return (end < 0 ? behind : behind[..end]).ToString();
    }

    private bool Name(string mode)
    {
        if (_hasNamed) return Fail($"it asks for the user again and again (authmod={mode})");
        _hasNamed = true;
        Parameters = $"authmod={mode}&user={Uri.EscapeDataString(location.User)}";
        return true;
    }

    private string Adobe(string query, string ours)
    {
        string user = SignInQuery.Find(query, "user") ?? location.User;
        string? opaque = SignInQuery.Find(query, "opaque");
        string theirs = opaque ?? SignInQuery.Find(query, "challenge") ?? "";
        string response = AdobeSignIn.Respond(user, SignInQuery.Find(query, "salt") ?? "", location.Password, theirs, ours);
        return $"authmod={AdobeSignIn.Mode}&user={Uri.EscapeDataString(location.User)}&challenge={ours}&response={response}{(opaque is null ? "" : $"&opaque={opaque}")}";
    }

    private string Limelight(string query, string ours)
    {
        string nonce = SignInQuery.Find(query, "nonce") ?? "";
        string application = location.BareApplication.Split('?')[0];
        string response = LimelightSignIn.Respond(location.User, location.Password, application, nonce, ours);
        return $"authmod={LimelightSignIn.Mode}&user={Uri.EscapeDataString(location.User)}&nonce={nonce}&cnonce={ours}&nc={LimelightSignIn.Count}&response={response}";
    }

    private bool Fail(string fault)
    {
        Fault = fault;
        return false;
    }
}
