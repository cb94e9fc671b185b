namespace Headrace.TestKit.Processes;

/// <summary>The signals that tests send, with Linux's numbers.</summary>
public enum UnixSignal
{
    /// <summary>SIGHUP: read your configuration again.</summary>
    HangUp = 1,

    /// <summary>SIGINT, as from Ctrl+C.</summary>
    Interrupt = 2,

    /// <summary>SIGKILL: the process ends without a word.</summary>
    Kill = 9,

    /// <summary>SIGTERM: the polite request of a service manager.</summary>
    Terminate = 15,

    /// <summary>SIGCONT: a stopped process goes on.</summary>
    Continue = 18,

    /// <summary>SIGSTOP: the process stands still, with its sockets open and unread.</summary>
    Stop = 19,
}
