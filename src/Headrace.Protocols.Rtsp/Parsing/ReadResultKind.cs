namespace Headrace.Protocols.Rtsp.Parsing;

internal enum ReadResultKind : byte
{
    NeedMore,

    /// <summary>The state has changed and reading goes on.</summary>
    Continue,
    Element,
    Fault,
}
