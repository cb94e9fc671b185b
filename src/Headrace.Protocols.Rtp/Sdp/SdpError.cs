namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>Why bytes are not a session description.</summary>
public enum SdpError
{
    /// <summary>They are.</summary>
    None,

    /// <summary>No line of the form <c>x=value</c>.</summary>
    NoLines,

    /// <summary>Longer than <see cref="SdpReader.MaxLength"/>.</summary>
    TooLong,

    /// <summary>More media than <see cref="SdpReader.MaxMedia"/>.</summary>
    TooManyMedia,

    /// <summary>More attributes, or formats of one medium, than <see cref="SdpReader.MaxAttributes"/>.</summary>
    TooManyAttributes,
}
