namespace Headrace.Protocols.Rtmp.Server;

/// <summary>Why a wish is refused, as the codes of statuses tell it (RTMP 1.0, 7.2.2).</summary>
public enum RtmpRefusal : byte
{
    /// <summary>The name cannot be had: somebody else publishes it, or no stream may be called so.</summary>
    BadName,

    /// <summary>The credentials do not allow it.</summary>
    Denied,

    /// <summary>There is no such stream.</summary>
    NotFound,

    /// <summary>Anything else.</summary>
    Failed,
}
