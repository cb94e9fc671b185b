namespace Headrace.Protocols.Rtsp;

/// <summary>What a parser found.</summary>
public enum RtspElementKind : byte
{
    /// <summary>Nothing yet: the element is not complete.</summary>
    NeedMore,

    /// <summary>A request.</summary>
    Request,

    /// <summary>An answer.</summary>
    Response,

    /// <summary>A packet of media or of reports about it.</summary>
    Interleaved,

    /// <summary>The bytes are unusable; the parser reads no further.</summary>
    Fault,
}
