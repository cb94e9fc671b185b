using System.Globalization;
using Headrace.Protocols.Rtsp.Headers;

namespace Headrace.Protocols.Rtsp.Server;

/// <summary>
/// The session's identifier, and the headers that every response carries. A connection whose session was torn down may begin another,
/// which gets an identifier of its own.
/// </summary>
internal sealed class SessionIdentity(string id, TimeSpan timeout)
{
    private const string ServerName = "Headrace";
    private int _sessions;

    /// <summary>The identifier that clients must name; null while there is no session.</summary>
    public string? OpenId { get; private set; }

    public void Open() => OpenId ??= _sessions++ == 0 ? id : string.Create(CultureInfo.InvariantCulture, $"{id}.{_sessions}");

    public void Close() => OpenId = null;

    /// <summary>The response with the headers that belong to it, CSeq first. The request is null if it could not be read.</summary>
    public RtspResponse Sign(RtspRequest? request, RtspResponse response)
    {
        RtspResponse signed = new(response.Status, response.Reason) { Body = response.Body };
        if (request?.CSeq is { } sequence) signed.Headers.Add(RtspHeaderNames.CSeq, sequence.ToString(CultureInfo.InvariantCulture));
        signed.Headers.Add(RtspHeaderNames.Server, ServerName);
        if (OpenId is not null && response.Status != RtspStatus.SessionNotFound)
        {
            signed.Headers.Add(RtspHeaderNames.Session, Session(request, OpenId));
        }

        // RFC 2326, 12.38: a client may measure the round trip by it.
        if (request?.Headers.Get(RtspHeaderNames.Timestamp) is { } timestamp) signed.Headers.Add(RtspHeaderNames.Timestamp, timestamp);
        foreach (RtspHeader header in response.Headers) signed.Headers.Add(header.Name, header.Value);
        return signed;
    }

    private string Session(RtspRequest? request, string openId) =>
        new SessionHeader(openId, request?.Method == RtspMethod.Setup ? (int)timeout.TotalSeconds : null).ToString();
}
