namespace Headrace.Transport.Srt;

/// <summary>Whether a caller comes in.</summary>
/// <param name="Rejection">0 where it does; else the code that it is refused with.</param>
/// <param name="Passphrase">What it must have; empty for none.</param>
public readonly record struct SrtDecision(int Rejection, string Passphrase)
{
    /// <summary>It comes in, if it has the passphrase.</summary>
    public static SrtDecision Accept(string passphrase) => new(0, passphrase);

    /// <summary>It does not.</summary>
    public static SrtDecision Reject(int code) => new(code, "");
}
