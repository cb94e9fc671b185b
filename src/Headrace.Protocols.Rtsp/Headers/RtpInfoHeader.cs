using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>The RTP-Info header (RFC 2326, 12.33): one entry a track.</summary>
public sealed class RtpInfoHeader(ImmutableArray<RtpInfoEntry> entries)
{
    private const string UrlKey = "url=";

    /// <summary>The entries in the header's order.</summary>
    public ImmutableArray<RtpInfoEntry> Entries { get; } = entries;

    /// <summary>
    /// Reads the header's value. An URL may be in quotes and may hold commas: an entry ends where the next <c>url=</c> begins. False
    /// if there is no entry; reads <see cref="RtspLimits.MaxRtpInfoEntries"/> at most.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, [NotNullWhen(true)] out RtpInfoHeader? header)
    {
        ImmutableArray<RtpInfoEntry>.Builder entries = ImmutableArray.CreateBuilder<RtpInfoEntry>();
        int start = FindEntry(value, 0);
        while (start >= 0 && entries.Count < RtspLimits.MaxRtpInfoEntries)
        {
            int next = FindEntry(value, start + UrlKey.Length);
            ReadOnlySpan<char> entry = next < 0 ? value[start..] : value[start..next];
            entries.Add(ParseEntry(entry.TrimEnd(", ")));
            start = next;
        }

        header = entries.Count == 0 ? null : new RtpInfoHeader(entries.ToImmutable());
        return header is not null;
    }

    /// <summary>The header's value.</summary>
    public override string ToString()
    {
        StringBuilder text = new();
        foreach (RtpInfoEntry entry in Entries)
        {
            if (text.Length > 0) text.Append(',');
            text.Append(UrlKey).Append(entry.Url);
            if (entry.Sequence is { } sequence) text.Append(CultureInfo.InvariantCulture, $";seq={sequence}");
            if (entry.RtpTime is { } time) text.Append(CultureInfo.InvariantCulture, $";rtptime={time}");
        }

        return text.ToString();
    }

    /// <summary>The next <c>url=</c> that stands at the beginning or behind a comma.</summary>
    private static int FindEntry(ReadOnlySpan<char> value, int from)
    {
        while (from < value.Length)
        {
            int at = value[from..].IndexOf(UrlKey, StringComparison.OrdinalIgnoreCase);
            if (at < 0) return -1;
            at += from;
            ReadOnlySpan<char> before = value[..at].TrimEnd();
            if (before.IsEmpty || before[^1] == ',') return at;
            from = at + UrlKey.Length;
        }

        return -1;
    }

    private static RtpInfoEntry ParseEntry(ReadOnlySpan<char> text)
    {
        RtpInfoEntry entry = new("", null, null);
        foreach (Range range in text.Split(';'))
        {
            ReadOnlySpan<char> part = text[range].Trim();
            bool isUrl = part.StartsWith(UrlKey, StringComparison.OrdinalIgnoreCase);
            if (isUrl) entry = entry with { Url = part[UrlKey.Length..].Trim().Trim('"').ToString() };
            else if (TryRead(part, "seq", out uint sequence)) entry = entry with { Sequence = (ushort)sequence };
            else if (TryRead(part, "rtptime", out uint time)) entry = entry with { RtpTime = time };
        }

        return entry;
    }

    private static bool TryRead(ReadOnlySpan<char> part, string name, out uint number)
    {
        number = 0;
        int equals = part.IndexOf('=');
        return equals > 0 && part[..equals].Trim().Equals(name, StringComparison.OrdinalIgnoreCase)
            && uint.TryParse(part[(equals + 1)..].Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out number);
    }
}
