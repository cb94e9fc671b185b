using System.Text.RegularExpressions;
using Headrace.Streaming.Access;
using Headrace.Streaming.Supervision;

namespace Headrace.Endpoints.Ffmpeg;

/// <summary>Takes out of ffmpeg's words what must not be shown: credentials and queries of URLs, and the values of options that hold a secret.</summary>
internal sealed partial class FfmpegSecrets
{
    private static readonly string[] SecretOptions =
        ["-headers", "-cookies", "-passphrase", "-srtp_in_params", "-srtp_out_params", "-decryption_key", "-decryption_keys", "-cryptokey", "-key", "-iv"];

    private readonly string[] _values;

    /// <summary>Knows the secrets that are among a program's arguments.</summary>
    public FfmpegSecrets(IReadOnlyList<string> arguments)
    {
        IEnumerable<string> values = arguments.Skip(1).Where((_, index) => SecretOptions.Contains(arguments[index], StringComparer.Ordinal));
        _values = [.. values.Concat(arguments.Select(UserInfoOf)).Where(value => value.Length > 0).OrderByDescending(value => value.Length)];
    }

    /// <summary>A line without secrets.</summary>
    public string Remove(string line)
    {
        // A line that was cut may end within a secret.
        int url = line.LastIndexOf("://", StringComparison.Ordinal);
        if (line.Length >= LogTail.MaxLineLength && url > 0 && !line.AsSpan(url).ContainsAny(" @")) line = $"{line[..(url + 3)]}{SecretText.Hidden}";
        foreach (string value in _values) line = line.Replace(value, SecretText.Hidden, StringComparison.Ordinal);
        return Url().Replace(line, url => SecretText.HideInUrl(url.Value));
    }

    private static string UserInfoOf(string argument)
    {
        int start = argument.IndexOf("://", StringComparison.Ordinal) + 3;
        int end = argument.LastIndexOf('@');
        return start > 2 && end > start ? argument[start..end] : "";
    }

    // A password with spaces that should have been escaped is among the values.
    [GeneratedRegex(@"\b[a-zA-Z][a-zA-Z0-9+.-]*://[^\s'""]*")]
    private static partial Regex Url();
}
