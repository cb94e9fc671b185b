using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Where users are kept. Who they are is translated by <see cref="MediaMtxUsers"/>, behind all others.</summary>
internal static class AuthKeys
{
    internal static IEnumerable<ForeignKey> All { get; } =
    [
        new("authMethod", entry =>
        {
            if (IsInternal(entry.Section)) entry.Record.Drop(Reasons.Default);
            else entry.Record.Lose(Reasons.NoOtherUsers);
        }),
        new("authInternalUsers", entry =>
        {
            if (!IsInternal(entry.Section)) entry.Record.Drop("authMethod is another one in this file");
        }),
        .. Of("http", "authHTTPAddress", "authHTTPFingerprint", "authHTTPExclude", "externalAuthenticationURL"),
        .. Of("jwt", "authJWTJWKS", "authJWTJWKSFingerprint", "authJWTClaimKey", "authJWTExclude", "authJWTInHTTPQuery", "authJWTIssuer", "authJWTAudience"),
    ];

    /// <summary>True where users stand in the file.</summary>
    internal static bool IsInternal(ForeignSection general) => MethodOf(general) == "internal";

    private static string MethodOf(ForeignSection general) =>
        general.TextOf("authMethod") is { Length: > 0 } method ? method : general.TextOf("externalAuthenticationURL") is { Length: > 0 } ? "http" : "internal";

    private static IEnumerable<ForeignKey> Of(string method, params string[] names) => names.Select(name => new ForeignKey(name, entry =>
    {
        if (entry.IsEmpty) entry.Record.Drop("it is empty");
        else if (MethodOf(entry.Section) == method) entry.Record.Lose(Reasons.NoOtherUsers);
        else entry.Record.Drop("authMethod is another one in this file");
    }));
}
