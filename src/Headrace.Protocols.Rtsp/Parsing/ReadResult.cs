namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>How one step of reading ended.</summary>
internal readonly record struct ReadResult(ReadResultKind Kind, RtspFault Fault = RtspFault.None)
{
    public static ReadResult NeedMore => new(ReadResultKind.NeedMore);

    public static ReadResult Continue => new(ReadResultKind.Continue);

    public static ReadResult Element => new(ReadResultKind.Element);

    public static implicit operator ReadResult(RtspFault fault) => new(ReadResultKind.Fault, fault);
}
