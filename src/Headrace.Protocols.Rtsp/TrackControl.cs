using System.Globalization;

namespace Headrace.Protocols.Rtsp;

/// <summary>
/// Finds the track that a SETUP means. Clients build its URL from the presentation's URL and the track's <c>control</c> attribute, and
/// differ in where they put it when there is a query: FFmpeg, VLC and Live555 append it to the whole (<c>/cam?token=x/trackID=1</c>),
/// GStreamer puts it into the path (<c>/cam/trackID=1?token=x</c>).
/// </summary>
public static class TrackControl
{
    // A longer word stands before one that it begins with.
    private static readonly string[] NumberedNames = ["trackID=", "streamid=", "mediaID=", "track=", "stream=", "trackID", "track", "stream"];

    /// <summary>The control that Headrace writes for the track of an index.</summary>
    public static string Format(int track) => string.Create(CultureInfo.InvariantCulture, $"trackID={track}");

    /// <summary>
    /// Resolves <paramref name="url"/> in the presentation <paramref name="streamName"/>, whose tracks have these controls, as they
    /// stand in its SDP (relative, absolute, or empty). A number after a usual word (<c>streamid=1</c>) is an index where no control fits.
    /// </summary>
    public static TrackMatch Resolve(RtspUrl url, string streamName, IReadOnlyList<string> controls)
    {
        int best = -1;
        for (int i = 0; i < controls.Count; i++)
        {
            bool isLonger = best < 0 || controls[i].Length > controls[best].Length;
            if (isLonger && Names(url, controls[i], streamName)) best = i;
        }

        if (best >= 0) return new TrackMatch(TrackMatchKind.Track, best);
        if (TryReadNumbered(url, out string name, out int number) && name == streamName)
        {
            return number < controls.Count ? new TrackMatch(TrackMatchKind.Track, number) : new TrackMatch(TrackMatchKind.NoSuchTrack);
        }

        return new TrackMatch(url.StreamName == streamName ? TrackMatchKind.Aggregate : TrackMatchKind.OtherStream);
    }

    /// <summary>The stream's name in a SETUP that no DESCRIBE came before: the path without a track at its end that has a usual name.</summary>
    public static string StreamNameOf(RtspUrl url) => TryReadNumbered(url, out string name, out _) ? name : url.StreamName;

    private static bool Names(RtspUrl url, string control, string streamName)
    {
        if (control is "" or "*") return false;
        if (control.Contains("://", StringComparison.Ordinal))
        {
            // An absolute control names the track whole. Hosts are not compared: the client may know the server by another name.
            return RtspUrl.TryParse(control, out RtspUrl? absolute)
                && absolute.StreamName != streamName && Same(absolute.PathAndQuery, url.PathAndQuery);
        }

        return IsBelow(url.PathAndQuery, control.Trim('/'), streamName) || IsBelow(url.Path.TrimEnd('/'), control.Trim('/'), streamName);
    }

    /// <summary>True if the text is the stream's path, perhaps with a query, and the control behind a slash.</summary>
    private static bool IsBelow(string text, string control, string streamName)
    {
        int slash = text.Length;
        for (int segments = 1 + control.Count(c => c == '/'); segments > 0; segments--)
        {
            slash = slash <= 0 ? -1 : text.LastIndexOf('/', slash - 1);
        }

        if (slash < 0 || !Same(text[(slash + 1)..], control)) return false;
        int query = text.IndexOf('?', StringComparison.Ordinal);
        string path = text[..(query >= 0 && query < slash ? query : slash)];
        return Uri.UnescapeDataString(path.Trim('/')) == streamName;
    }

    // Some clients encode what the SDP does not, such as the equals sign.
    private static bool Same(string left, string right) => left == right || Uri.UnescapeDataString(left) == Uri.UnescapeDataString(right);

    private static bool TryReadNumbered(RtspUrl url, out string name, out int number)
    {
        name = url.StreamName;
        if (TryReadNumber(url.Query, out _, out number)) return true;
        if (!TryReadNumber(url.Path, out int slash, out number)) return false;
        name = Uri.UnescapeDataString(url.Path[..slash].Trim('/'));
        return true;
    }

    private static bool TryReadNumber(string text, out int slash, out int number)
    {
        ReadOnlySpan<char> whole = text.AsSpan().TrimEnd('/');
        number = 0;
        slash = whole.LastIndexOf('/');
        if (slash < 0) return false;
        ReadOnlySpan<char> last = whole[(slash + 1)..];
        foreach (string word in NumberedNames)
        {
            if (!last.StartsWith(word, StringComparison.OrdinalIgnoreCase)) continue;
            if (int.TryParse(last[word.Length..], NumberStyles.None, CultureInfo.InvariantCulture, out number)) return true;
        }

        return false;
    }
}
