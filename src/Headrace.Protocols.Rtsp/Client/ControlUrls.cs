using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtsp.Client;

/// <summary>The URLs of a presentation and of its tracks (RFC 2326, C.1.1), joined as cameras expect it: by their texts.</summary>
internal static class ControlUrls
{
    /// <summary>
    /// The URL of the whole: that of the description's own <c>control</c>; else <c>Content-Base</c>, <c>Content-Location</c>, or the request's URL,
    /// whichever is an RTSP URL first. Android servers have been seen to leave out its scheme.
    /// </summary>
    public static string OfPresentation(RtspResponse response, string requestUrl, SessionDescription description)
    {
        string url = Absolute(response.Headers.Get(RtspHeaderNames.ContentBase)) ?? Absolute(response.Headers.Get(RtspHeaderNames.ContentLocation)) ?? requestUrl;
        return Join(url, description.Control);
    }

    /// <summary>The URL of a track: an absolute control as it is; a relative one behind the presentation's URL, behind its query too; without one, the presentation's.</summary>
    public static string Join(string presentation, string? control)
    {
        control = control?.Trim();
        if (string.IsNullOrEmpty(control) || control == "*") return presentation;
        if (Absolute(control) is { } absolute) return absolute;
        return control[0] == '?' ? presentation.TrimEnd('/') + control : $"{presentation.TrimEnd('/')}/{control.TrimStart('/')}";
    }

    /// <summary>The text if it is an absolute URL, without credentials; null otherwise.</summary>
    private static string? Absolute(string? text) =>
        text is not null && RtspUrl.TryParse(text, out RtspUrl? url) && url.Origin.Length > 0 ? url.ToString() : null;
}
