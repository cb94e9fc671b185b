using System.Diagnostics.CodeAnalysis;

namespace Headrace.Protocols.Rtsp.Headers;

/// <summary>
/// The Range header (RFC 2326, 12.29) in normal play time or UTC.
/// </summary>
public sealed record RangeHeader(RangeUnit Unit)
{
    /// <summary>A live stream from now on.</summary>
    public static readonly RangeHeader Live = new(RangeUnit.Npt) { IsFromNow = true };

    /// <summary>True if play time begins at <c>now</c>.</summary>
    public bool IsFromNow { get; init; }

    /// <summary>Where play time begins, for <see cref="RangeUnit.Npt"/>; null is open.</summary>
    public TimeSpan? Start { get; init; }

    /// <summary>Where play time ends, for <see cref="RangeUnit.Npt"/>; null is open.</summary>
    public TimeSpan? End { get; init; }

    /// <summary>The first instant, for <see cref="RangeUnit.Clock"/>; null is open.</summary>
    public DateTimeOffset? StartUtc { get; init; }

    /// <summary>The last instant, for <see cref="RangeUnit.Clock"/>; null is open.</summary>
    public DateTimeOffset? EndUtc { get; init; }

    /// <summary>
    /// Reads the header's value. False for other units (<c>smpte</c>) and for times that cannot be read; a <c>time</c> parameter is
    /// passed over.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<char> value, [NotNullWhen(true)] out RangeHeader? header)
    {
        header = null;
        int semicolon = value.IndexOf(';');
        if (semicolon >= 0) value = value[..semicolon];
        int equals = value.IndexOf('=');
        if (equals < 0) return false;
        ReadOnlySpan<char> unit = value[..equals].Trim();
        ReadOnlySpan<char> times = value[(equals + 1)..].Trim();
        int hyphen = times.IndexOf('-');
        ReadOnlySpan<char> start = hyphen < 0 ? times : times[..hyphen].Trim();
        ReadOnlySpan<char> end = hyphen < 0 ? default : times[(hyphen + 1)..].Trim();
        if (unit.Equals("npt", StringComparison.OrdinalIgnoreCase)) return TryParseNpt(start, end, out header);
        return unit.Equals("clock", StringComparison.OrdinalIgnoreCase) && TryParseClock(start, end, out header);
    }

    /// <summary>The header's value.</summary>
    public override string ToString() => Unit == RangeUnit.Clock
        ? $"clock={UtcTime.Format(StartUtc)}-{UtcTime.Format(EndUtc)}"
        : $"npt={(IsFromNow ? "now" : PlayTime.Format(Start))}-{PlayTime.Format(End)}";

    private static bool TryParseNpt(ReadOnlySpan<char> start, ReadOnlySpan<char> end, out RangeHeader? header)
    {
        header = null;
        bool isFromNow = start.Equals("now", StringComparison.OrdinalIgnoreCase);
        TimeSpan? from = null;
        if (!isFromNow && !PlayTime.TryParse(start, out from)) return false;
        if (!PlayTime.TryParse(end, out TimeSpan? to)) return false;
        header = new RangeHeader(RangeUnit.Npt) { IsFromNow = isFromNow, Start = from, End = to };
        return true;
    }

    private static bool TryParseClock(ReadOnlySpan<char> start, ReadOnlySpan<char> end, out RangeHeader? header)
    {
        header = null;
        if (!UtcTime.TryParse(start, out DateTimeOffset? from) || !UtcTime.TryParse(end, out DateTimeOffset? to)) return false;
        header = new RangeHeader(RangeUnit.Clock) { StartUtc = from, EndUtc = to };
        return true;
    }
}
