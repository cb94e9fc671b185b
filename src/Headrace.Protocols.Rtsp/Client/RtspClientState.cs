namespace Headrace.Protocols.Rtsp.Client;

/// <summary>The states of a client session, in their order.</summary>
public enum RtspClientState : byte
{
    /// <summary>Nothing has been asked.</summary>
    Init,

    /// <summary>OPTIONS or DESCRIBE is on its way.</summary>
    Describing,

    /// <summary>The driver chooses tracks.</summary>
    Described,

    /// <summary>Tracks are set up, one after the other.</summary>
    SettingUp,

    /// <summary>PLAY is on its way; media may come already.</summary>
    Starting,

    /// <summary>Media flows.</summary>
    Playing,

    /// <summary>Over.</summary>
    Ended,
}
