namespace Headrace.Transport.Srt;

/// <summary>No connection came about.</summary>
public sealed class SrtRefusedException : IOException
{
    /// <summary>Says why.</summary>
    public SrtRefusedException(int reason, string message)
        : base(message) => Reason = reason;

    /// <summary>The other side's code: of libsrt below 1000 (10: wrong passphrase, 11: one side wants one, 16: no answer), of servers from there on.</summary>
    public int Reason { get; }
}
