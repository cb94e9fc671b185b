namespace Headrace.Server.Configuration.Options;

/// <summary>How media of an RTSP source comes.</summary>
internal enum PullTransport
{
    /// <summary>As it works best.</summary>
    Automatic,

    /// <summary>Within the RTSP connection.</summary>
    Tcp,
}
