using System.Globalization;

namespace Headrace.Manifests.Hls.Checking;

/// <summary>A playlist's URL and the delivery directives that a request for it carried (RFC 8216bis, 6.2.5).</summary>
/// <param name="Url">The URL without directives: the playlist's identity.</param>
/// <param name="MediaSequence">_HLS_msn.</param>
/// <param name="Part">_HLS_part.</param>
/// <param name="AsksForDelta">Whether _HLS_skip is YES or v2.</param>
internal sealed record RequestTarget(string Url, long? MediaSequence, long? Part, bool AsksForDelta)
{
    public static RequestTarget Parse(string url)
    {
        int question = url.IndexOf('?', StringComparison.Ordinal);
        if (question < 0) return new RequestTarget(url, null, null, false);
        RequestTarget target = new(url[..question], null, null, false);
        List<string> others = [];
        foreach (string parameter in url[(question + 1)..].Split('&'))
        {
            string value = parameter[(parameter.IndexOf('=', StringComparison.Ordinal) + 1)..];
            if (parameter.StartsWith("_HLS_msn=", StringComparison.Ordinal)) target = target with { MediaSequence = Integer(value) };
            else if (parameter.StartsWith("_HLS_part=", StringComparison.Ordinal)) target = target with { Part = Integer(value) };
            else if (parameter.StartsWith("_HLS_skip=", StringComparison.Ordinal)) target = target with { AsksForDelta = value is "YES" or "v2" };
            else if (!parameter.StartsWith("_HLS_", StringComparison.Ordinal)) others.Add(parameter);
        }

        return others.Count == 0 ? target : target with { Url = $"{target.Url}?{string.Join('&', others)}" };
    }

    private static long? Integer(string value) =>
        long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out long number) ? number : null;
}
