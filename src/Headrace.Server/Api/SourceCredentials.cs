using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Api;

/// <summary>The fields <c>username</c> and <c>password</c> beside a <c>source</c>: they become part of its URL, where the configuration has them.</summary>
internal static class SourceCredentials
{
    private const string User = "username";
    private const string Password = "password";
    private const string Source = "source";

    /// <summary>The settings without these fields. Without a source that is a URL they stay, and are told to be no keys.</summary>
    internal static MappingNode Fold(MappingNode settings)
    {
        if (settings[User] is not ScalarNode user || settings[Source] is not ScalarNode source) return settings;
        int host = source.Text.IndexOf("://", StringComparison.Ordinal) + 3;
        if (host < 3) return settings;
        string password = (settings[Password] as ScalarNode)?.Text ?? "";
        int end = source.Text.IndexOfAny(['/', '?', '#'], host);
        int at = source.Text.AsSpan(host, (end < 0 ? source.Text.Length : end) - host).LastIndexOf('@') + 1;
        string url = $"{source.Text[..host]}{Uri.EscapeDataString(user.Text)}:{Uri.EscapeDataString(password)}@{source.Text[(host + at)..]}";
        return settings.Without(User).Without(Password).With([Source], source with { Text = url });
    }
}
