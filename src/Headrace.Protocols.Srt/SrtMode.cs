namespace Headrace.Protocols.Srt;

/// <summary>What a caller wants to do (key <c>m</c> of SRT's access control guidelines).</summary>
public enum SrtMode
{
    /// <summary>Receive a stream (<c>request</c>).</summary>
    Read,

    /// <summary>Send a stream (<c>publish</c>).</summary>
    Publish,

    /// <summary>Both at once (<c>bidirectional</c>).</summary>
    Bidirectional,
}
