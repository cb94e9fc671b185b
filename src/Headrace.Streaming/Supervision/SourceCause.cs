namespace Headrace.Streaming.Supervision;

/// <summary>What kind of fault a source met: for programs, beside the words for people.</summary>
public enum SourceCause
{
    /// <summary>None of the others; the words say what.</summary>
    Unknown,

    /// <summary>Its host's name cannot be looked up.</summary>
    NameUnknown,

    /// <summary>Its machine is there, and nothing listens on the port.</summary>
    PortClosed,

    /// <summary>It cannot be reached, or does not answer in time.</summary>
    NoAnswer,

    /// <summary>It wants credentials, or others than those it was shown.</summary>
    Unauthorized,

    /// <summary>Its passphrase is another one than ours, or only one side has one.</summary>
    WrongPassphrase,

    /// <summary>Its certificate is not believed.</summary>
    Untrusted,

    /// <summary>It has nothing at that path.</summary>
    NotFound,

    /// <summary>It says no for now, such as because it has as many clients as it takes.</summary>
    TurnedAway,

    /// <summary>What it says is not of the protocol that it was asked in: something else may answer at that port.</summary>
    ProtocolError,

    /// <summary>What lies at that address is no media that can be read.</summary>
    NotMedia,

    /// <summary>It is connected, and no media comes.</summary>
    NoMedia,

    /// <summary>It ended the connection, or that broke off.</summary>
    ConnectionLost,

    /// <summary>A program that it needs is missing or failed.</summary>
    ProgramFailed,

    /// <summary>The rules of this server do not let it be connected to.</summary>
    NotAllowed,

    /// <summary>Who published left and did not come back.</summary>
    PublisherGone,
}
