namespace Headrace.Protocols.Rtsp;

/// <summary>One header line: the name as it was written, and the value without surrounding white space.</summary>
public readonly record struct RtspHeader(string Name, string Value);
