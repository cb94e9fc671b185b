using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Api;

/// <summary>
/// The fields <c>username</c> and <c>password</c> beside a <c>source</c> or <c>inputs</c>: they become part of each URL, where the configuration has them.
/// </summary>
internal static class SourceCredentials
{
    private const string User = "username";
    private const string Password = "password";

    /// <summary>The settings without these fields. Without a URL that takes them they stay, and are told to be no keys.</summary>
    internal static MappingNode Fold(MappingNode settings)
    {
        if (settings[User] is not ScalarNode user) return settings;
        string credentials = $"{Uri.EscapeDataString(user.Text)}:{Uri.EscapeDataString((settings[Password] as ScalarNode)?.Text ?? "")}";
        MappingNode without = settings.Without(User).Without(Password);
        if (settings[ApiChanges.Source] is ScalarNode source && IsUrl(source)) return without.With([ApiChanges.Source], With(source, credentials));
        if (settings[ApiChanges.Inputs] is not SequenceNode inputs || !inputs.Items.Any(input => UrlOf(input) is not null)) return settings;
        return without.With([ApiChanges.Inputs], inputs with
        {
            Items = [.. inputs.Items.Select(input => UrlOf(input) is { } url ? ((MappingNode)input).With([InputSettings.Url], With(url, credentials)) : input)],
        });
    }

    private static ScalarNode? UrlOf(ConfigurationNode input) => input is MappingNode mapping && mapping[InputSettings.Url] is ScalarNode url && IsUrl(url) ? url : null;

    private static bool IsUrl(ScalarNode source) => source.Text.Contains("://", StringComparison.Ordinal);

    private static ScalarNode With(ScalarNode source, string credentials)
    {
        int host = source.Text.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = source.Text.IndexOfAny(['/', '?', '#'], host);
        int at = source.Text.AsSpan(host, (end < 0 ? source.Text.Length : end) - host).LastIndexOf('@') + 1;
        return source with { Text = $"{source.Text[..host]}{credentials}@{source.Text[(host + at)..]}" };
    }
}
