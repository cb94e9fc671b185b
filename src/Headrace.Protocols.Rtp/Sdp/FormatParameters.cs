using System.Collections.Immutable;
using System.Globalization;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>The parameters of one payload type (RFC 8866, 6.15): <c>a=fmtp:96 packetization-mode=1; profile-level-id=42e01f</c>.</summary>
/// <param name="Text">The line after the payload type, as it was written.</param>
/// <param name="Values">Names and values in order; a parameter without <c>=</c> has an empty value.</param>
public sealed record FormatParameters(string Text, ImmutableArray<KeyValuePair<string, string>> Values)
{
    /// <summary>Parameters read from one line; further ones are ignored.</summary>
    public const int MaxParameters = 64;

    /// <summary>No parameters.</summary>
    public static FormatParameters Empty { get; } = new("", []);

    /// <summary>A parameter by its name, without regard to case; null when it is missing.</summary>
    public string? this[string name]
    {
        get
        {
            foreach (KeyValuePair<string, string> value in Values)
            {
                if (string.Equals(value.Key, name, StringComparison.OrdinalIgnoreCase)) return value.Value;
            }

            return null;
        }
    }

    /// <summary>A numeric parameter, or <paramref name="fallback"/> when it is missing, not a number, or negative.</summary>
    public int GetInt(string name, int fallback) =>
        int.TryParse(this[name], NumberStyles.None, CultureInfo.InvariantCulture, out int value) ? value : fallback;

    /// <summary>Parses what follows the payload type. Stray semicolons, spaces around names and values and quotes are tolerated.</summary>
    public static FormatParameters Parse(ReadOnlySpan<char> text)
    {
        text = text.Trim();
        ImmutableArray<KeyValuePair<string, string>>.Builder values = ImmutableArray.CreateBuilder<KeyValuePair<string, string>>();
        foreach (Range range in text.Split(';'))
        {
            ReadOnlySpan<char> part = text[range].Trim();
            if (part.IsEmpty) continue;
            if (values.Count == MaxParameters) break;
            int equals = part.IndexOf('=');
            ReadOnlySpan<char> name = equals < 0 ? part : part[..equals].Trim();
            ReadOnlySpan<char> value = equals < 0 ? default : part[(equals + 1)..].Trim().Trim('"');
            values.Add(new KeyValuePair<string, string>(name.ToString(), value.ToString()));
        }

        return new FormatParameters(text.ToString(), values.DrainToImmutable());
    }
}
