namespace Headrace.Protocols.Rtsp.Client;

/// <summary>How far a client session is that records.</summary>
public enum RtspRecordState : byte
{
    /// <summary>Nothing has been asked.</summary>
    Init,

    /// <summary>OPTIONS or ANNOUNCE is on its way.</summary>
    Announcing,

    /// <summary>Tracks are set up, one after the other.</summary>
    SettingUp,

    /// <summary>RECORD is on its way.</summary>
    Starting,

    /// <summary>Media may be sent.</summary>
    Recording,

    /// <summary>Over.</summary>
    Ended,
}
