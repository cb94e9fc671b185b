namespace Headrace.Protocols.Srt;

/// <summary>Who calls whom.</summary>
public enum SrtCallMode
{
    /// <summary>We call.</summary>
    Caller,

    /// <summary>We wait to be called.</summary>
    Listener,

    /// <summary>Both call each other, from and to the same port.</summary>
    Rendezvous,
}
