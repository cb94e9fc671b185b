namespace Headrace.Protocols.Rtsp.Parsing;

/// <summary>Whether bytes can be the start of an element.</summary>
internal enum StartMatch : byte
{
    No,
    Yes,
    NeedMore,
}
