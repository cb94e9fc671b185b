namespace Headrace.Protocols.Rtsp;

/// <summary>Whether bytes can be the start of an element.</summary>
internal enum StartMatch : byte
{
    No,
    Yes,
    NeedMore,
}
