using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtmp.SignIn;

namespace Headrace.Protocols.Rtmp.Server;

/// <summary>
/// Asks publishers that show no credentials for a user and a password when they connect, as Flash Media Server does (<c>authmod=adobe</c>): for encoders that have fields for them and no
/// other way. It keeps nothing of who was asked: what it says is made of its key, the time and the name. Thread-safe.
/// </summary>
/// <param name="key">Bytes that nobody else knows.</param>
public sealed class RtmpServerSignIn(ReadOnlyMemory<byte> key)
{
    private const int MaxUserChars = 64;
    private const string Head = "[ AccessManager.Reject ] : [ ";
    private const string AskName = $"{Head}code=403 need auth; authmod={AdobeSignIn.Mode} ] : ";

    private static readonly string[] Credentials = ["user", "pass", "password", "token"];

    /// <summary>How long an answer is taken.</summary>
    private static readonly TimeSpan Lifetime = TimeSpan.FromSeconds(30);

    /// <summary>What a connection is refused with, or null where it may go on: with the answer that was given, if there was one. Whether that proves anything is for others to judge.</summary>
    /// <param name="query">The query of the application, or of the URL that is connected to.</param>
    /// <param name="isPublisher">Whether the client says that it will publish.</param>
    /// <param name="now">The time.</param>
    /// <param name="answer">The answer.</param>
    internal string? Challenge(string query, bool isPublisher, MonotonicTime now, out RtmpSignInAnswer? answer)
    {
        answer = null;
        if (SignInQuery.Find(query, "authmod") is not { } mode) return isPublisher && !HasCredentials(query) ? AskName : null;
        if (mode != AdobeSignIn.Mode || SignInQuery.Find(query, "user") is not { Length: > 0 and <= MaxUserChars } user) return AskName;
        string? response = SignInQuery.Find(query, "response");
        if (response is not null && SignInQuery.Find(query, "opaque") is { } opaque && SignInQuery.Find(query, "challenge") is { } theirs && TryReadTime(opaque, user, now, out long time))
        {
            answer = new RtmpSignInAnswer(user, Salt(time, user), opaque, theirs, response);
            return null;
        }

        long seconds = Seconds(now);
        string own = Opaque(seconds, user);
        return $"{Head}authmod={AdobeSignIn.Mode} ] : ?reason=needauth&user={user}&salt={Salt(seconds, user)}&challenge={own}&opaque={own}";
    }

    private static bool HasCredentials(string query) => Credentials.Any(name => SignInQuery.Find(query, name) is not null);

    private static long Seconds(MonotonicTime now) => now.Nanoseconds / 1_000_000_000;

    private bool TryReadTime(string opaque, string user, MonotonicTime now, out long time)
    {
        int point = opaque.IndexOf('.', StringComparison.Ordinal);
        time = 0;
        return point > 0 && long.TryParse(opaque.AsSpan(0, point), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out time)
            && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(opaque), Encoding.UTF8.GetBytes(Opaque(time, user)))
            && Seconds(now) - time <= Lifetime.TotalSeconds;
    }

    private string Opaque(long time, string user) => string.Create(CultureInfo.InvariantCulture, $"{time:x}.{Code("opaque", time, user)[..24]}");

    private string Salt(long time, string user) => Code("salt", time, user)[..8];

    private string Code(string what, long time, string user) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(key.Span, Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{what} {time} {user}"))));
}
