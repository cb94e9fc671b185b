namespace Headrace.Transport.Srt;

/// <summary>What became of a message.</summary>
public enum SrtSendResult
{
    /// <summary>It will be sent.</summary>
    Taken,

    /// <summary>The buffer is full.</summary>
    Full,

    /// <summary>The connection is over.</summary>
    Gone,
}
