namespace Headrace.Protocols.Rtmp;

/// <summary>Why a connection was given up. Nothing can be read from it after one of these.</summary>
public enum RtmpFault : byte
{
    /// <summary>There was none.</summary>
    None,

    /// <summary>The first byte names no version that is served.</summary>
    NotRtmp,

    /// <summary>The first byte begins a TLS handshake: the peer wants the TLS port.</summary>
    TlsOnPlainPort,

    /// <summary>The first bytes are an HTTP request: RTMPT, or a browser.</summary>
    HttpOnRtmpPort,

    /// <summary>The peer wants RTMPE, whose encryption protects nothing.</summary>
    Encrypted,

    /// <summary>A chunk goes on with a message that never began.</summary>
    NoHeader,

    /// <summary>More than <see cref="RtmpLimits.MaxChunkStreams"/> chunk streams.</summary>
    TooManyChunkStreams,

    /// <summary>A message is longer than it may be.</summary>
    MessageTooLong,

    /// <summary>Messages that have begun and do not end hold too much.</summary>
    TooManyOpenMessages,

    /// <summary>A chunk size of 0 or above 31 bits.</summary>
    BadChunkSize,

    /// <summary>A command that cannot be read.</summary>
    BadCommand,

    /// <summary>A command that has no place where the conversation is.</summary>
    OutOfOrder,
}
