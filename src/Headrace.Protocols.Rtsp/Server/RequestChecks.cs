using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>What holds for requests of every method.</summary>
internal static class RequestChecks
{
    private static readonly string Methods = PublicMethods.Format(
    [
        RtspMethod.Options, RtspMethod.Describe, RtspMethod.Announce, RtspMethod.Setup, RtspMethod.Play, RtspMethod.Pause,
        RtspMethod.Record, RtspMethod.GetParameter, RtspMethod.SetParameter, RtspMethod.Teardown,
    ]);

    /// <summary>The error response that the request deserves whatever it asks for, or null.</summary>
    public static RtspResponse? Check(RtspRequest request, string? sessionId)
    {
        if (!request.Version.StartsWith("RTSP/1.", StringComparison.OrdinalIgnoreCase)) return new RtspResponse(RtspStatus.VersionNotSupported);
        if (request.CSeq is null) return new RtspResponse(RtspStatus.BadRequest, "CSeq missing");
        bool isOurs = request.Method is not (RtspMethod.Unknown or RtspMethod.Redirect or RtspMethod.PlayNotify);
        if (!isOurs) return WithMethods(new RtspResponse(RtspStatus.NotImplemented));
        return CheckRequire(request) ?? CheckSession(request, sessionId);
    }

    /// <summary>Names the methods that are understood (RFC 2326, 12.28).</summary>
    public static RtspResponse WithMethods(RtspResponse response)
    {
        response.Headers.Add(RtspHeaderNames.Public, Methods);
        return response;
    }

    // RFC 2326, 12.32: no option tag is known here; the client learns which ones stood in its way.
    private static RtspResponse? CheckRequire(RtspRequest request)
    {
        string? required = request.Headers.GetJoined(RtspHeaderNames.Require) ?? request.Headers.GetJoined(RtspHeaderNames.ProxyRequire);
        if (string.IsNullOrEmpty(required)) return null;
        RtspResponse response = new(RtspStatus.OptionNotSupported);
        response.Headers.Add(RtspHeaderNames.Unsupported, required);
        return response;
    }

    // A connection has one session, so a request that names none means that one.
    private static RtspResponse? CheckSession(RtspRequest request, string? sessionId)
    {
        if (!request.Headers.TryGet(RtspHeaderNames.Session, out string? value)) return null;
        bool isOurs = SessionHeader.TryParse(value, out SessionHeader? session) && session.Id == sessionId;
        return isOurs ? null : new RtspResponse(RtspStatus.SessionNotFound);
    }
}
