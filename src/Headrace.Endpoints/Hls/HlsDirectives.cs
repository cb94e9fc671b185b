using System.Globalization;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>Delivery directives of a playlist request (RFC 8216bis, 6.2.5).</summary>
/// <param name="MediaSequence"><c>_HLS_msn</c>: answer when this segment, or its part, is in the playlist.</param>
/// <param name="Part"><c>_HLS_part</c>.</param>
/// <param name="IsDelta"><c>_HLS_skip</c>: a delta update will do.</param>
internal readonly record struct HlsDirectives(long? MediaSequence, int? Part, bool IsDelta)
{
    /// <summary>Reads them; false when they break the rules, which deserves 400.</summary>
    public static bool TryParse(IQueryCollection query, out HlsDirectives directives)
    {
        directives = default;
        long? sequence = null;
        int? part = null;
        if (query.TryGetValue("_HLS_msn", out var msn))
        {
            if (!long.TryParse(msn, NumberStyles.None, CultureInfo.InvariantCulture, out long value)) return false;
            sequence = value;
        }

        if (query.TryGetValue("_HLS_part", out var index))
        {
            if (sequence is null || !int.TryParse(index, NumberStyles.None, CultureInfo.InvariantCulture, out int value)) return false;
            part = value;
        }

        directives = new HlsDirectives(sequence, part, query["_HLS_skip"].ToString() is "YES" or "v2");
        return true;
    }
}
