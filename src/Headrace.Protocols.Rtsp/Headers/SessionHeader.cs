using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>
/// The Session header (RFC 2326, 12.37): an identifier, and from a server how many seconds the session lives without a sign of life.
/// </summary>
internal sealed record SessionHeader(string Id, int? TimeoutSeconds = null)
{
    /// <summary>Reads the header's value; parameters other than <c>timeout</c> are passed over. False if there is no identifier.</summary>
    public static bool TryParse(ReadOnlySpan<char> value, [NotNullWhen(true)] out SessionHeader? header)
    {
        header = null;
        foreach (Range range in value.Split(';'))
        {
            ReadOnlySpan<char> part = value[range].Trim();
            if (header is null)
            {
                if (part.IsEmpty) return false;
                header = new SessionHeader(part.ToString());
            }
            else if (part.StartsWith("timeout", StringComparison.OrdinalIgnoreCase) && part.IndexOf('=') is int equals and > 0
                && int.TryParse(part[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out int seconds))
            {
                header = header with { TimeoutSeconds = seconds };
            }
        }

        return header is not null;
    }

    /// <summary>The header's value.</summary>
    public override string ToString() =>
        TimeoutSeconds is { } seconds ? string.Create(CultureInfo.InvariantCulture, $"{Id};timeout={seconds}") : Id;
}
