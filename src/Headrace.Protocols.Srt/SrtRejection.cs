namespace Headrace.Protocols.Srt;

/// <summary>Why a caller is refused, by the codes that SRT's access control guidelines give to servers; callers see the number.</summary>
public enum SrtRejection
{
    /// <summary>It is not.</summary>
    None,

    /// <summary>Its stream id cannot be read, or names no stream.</summary>
    BadRequest = 1400,

    /// <summary>It has shown no credentials, or wrong ones.</summary>
    Unauthorized = 1401,

    /// <summary>A limit is reached, or it comes too often.</summary>
    Overload = 1402,

    /// <summary>Its credentials do not allow what it wants.</summary>
    Forbidden = 1403,

    /// <summary>Nobody publishes the stream that it wants.</summary>
    NotFound = 1404,

    /// <summary>What it wants to do is not done here.</summary>
    BadMode = 1405,

    /// <summary>The stream is published already, by somebody who is not replaced.</summary>
    Conflict = 1409,

    /// <summary>It wants to send something other than a live stream.</summary>
    UnsupportedMedia = 1415,

    /// <summary>A fault of ours.</summary>
    InternalError = 1500,

    /// <summary>The server stops.</summary>
    Down = 1503,
}
