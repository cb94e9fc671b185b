namespace Headrace.Protocols.Rtsp;

/// <summary>What a parser found.</summary>
public enum RtspElementKind : byte
{
    /// <summary>Nothing yet: the element is not complete.</summary>
    NeedMore,
    Request,
    Response,
    Interleaved,

    /// <summary>The bytes are unusable; the parser reads no further.</summary>
    Fault,
}
