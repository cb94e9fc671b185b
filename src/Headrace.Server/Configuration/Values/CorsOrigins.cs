using System.Diagnostics.CodeAnalysis;

namespace Headrace.Server.Configuration.Values;

/// <summary>Origins as browsers send them: scheme, host and port without a path.</summary>
internal static class CorsOrigins
{
    /// <summary>The value that allows every origin.</summary>
    internal const string Any = "*";

    /// <summary>Reads <see cref="Any"/> or an HTTP origin; a slash at the end is taken off.</summary>
    internal static bool TryParse(string text, [MaybeNullWhen(false)] out string origin)
    {
        origin = text;
        if (text == Any) return true;
        if (!Uri.TryCreate(text, UriKind.Absolute, out Uri? uri) || uri.Scheme is not ("http" or "https")) return false;
        origin = uri.GetLeftPart(UriPartial.Authority);
        return uri.UserInfo.Length == 0 && text.TrimEnd('/').Equals(origin, StringComparison.OrdinalIgnoreCase);
    }
}
