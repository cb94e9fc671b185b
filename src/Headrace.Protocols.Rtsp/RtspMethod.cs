namespace Headrace.Protocols.Rtsp;

/// <summary>The methods of RFC 2326, 10 and RFC 7826, 13. <see cref="Unknown"/> is any other token.</summary>
public enum RtspMethod : byte
{
    Unknown,
    Options,
    Describe,
    Announce,
    Setup,
    Play,
    Pause,
    Record,
    GetParameter,
    SetParameter,
    Teardown,
    Redirect,
    PlayNotify,
}
