namespace Headrace.Protocols.Rtsp;

/// <summary>One element of a connection's byte stream: a message, an interleaved frame, or the fault that ends it.</summary>
public readonly struct RtspElement
{
    private readonly RtspMessage? _message;
    private readonly InterleavedFrame _frame;

    private RtspElement(RtspElementKind kind, RtspMessage? message, InterleavedFrame frame, RtspFault fault)
    {
        Kind = kind;
        _message = message;
        _frame = frame;
        Fault = fault;
    }

    /// <summary>Which of the following is set.</summary>
    public RtspElementKind Kind { get; }

    /// <summary>Why reading ended, for <see cref="RtspElementKind.Fault"/>.</summary>
    public RtspFault Fault { get; }

    /// <summary>The request; throws if the element is none.</summary>
    public RtspRequest Request => _message as RtspRequest ?? throw Not(RtspElementKind.Request);

    /// <summary>The response; throws if the element is none.</summary>
    public RtspResponse Response => _message as RtspResponse ?? throw Not(RtspElementKind.Response);

    /// <summary>The frame; throws if the element is none. Its payload is valid until the receive buffer is advanced.</summary>
    public InterleavedFrame Frame => Kind == RtspElementKind.Interleaved ? _frame : throw Not(RtspElementKind.Interleaved);

    internal static RtspElement Of(RtspMessage message) =>
        new(message is RtspRequest ? RtspElementKind.Request : RtspElementKind.Response, message, default, RtspFault.None);

    internal static RtspElement Of(InterleavedFrame frame) => new(RtspElementKind.Interleaved, null, frame, RtspFault.None);

    internal static RtspElement Of(RtspFault fault) => new(RtspElementKind.Fault, null, default, fault);

    private InvalidOperationException Not(RtspElementKind wanted) => new($"The element is {Kind}, not {wanted}.");
}
