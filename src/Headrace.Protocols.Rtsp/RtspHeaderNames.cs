namespace Headrace.Protocols.Rtsp;

/// <summary>Names of the headers that Headrace reads or writes (RFC 2326, 12).</summary>
public static class RtspHeaderNames
{
    public const string Accept = "Accept";
    public const string Authorization = "Authorization";
    public const string ContentBase = "Content-Base";
    public const string ContentLength = "Content-Length";
    public const string ContentLocation = "Content-Location";
    public const string ContentType = "Content-Type";
    public const string CSeq = "CSeq";
    public const string Location = "Location";
    public const string ProxyRequire = "Proxy-Require";
    public const string Public = "Public";
    public const string Range = "Range";
    public const string Require = "Require";
    public const string RetryAfter = "Retry-After";
    public const string RtpInfo = "RTP-Info";
    public const string Server = "Server";
    public const string Session = "Session";
    public const string Timestamp = "Timestamp";
    public const string Transport = "Transport";
    public const string Unsupported = "Unsupported";
    public const string UserAgent = "User-Agent";
    public const string WwwAuthenticate = "WWW-Authenticate";
}
