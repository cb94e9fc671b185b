namespace Headrace.Streaming.Access;

/// <summary>What somebody shows to be who he says he is.</summary>
public abstract class AccessProof
{
    /// <summary>Who he says he is.</summary>
    public abstract string User { get; }

    /// <summary>True if it proves that he knows the password.</summary>
    public abstract bool Proves(Secret password);

    /// <summary>A name and a password in plain text.</summary>
    public static AccessProof OfPassword(string user, string password) => new Password(user, password);

    private sealed class Password(string user, string password) : AccessProof
    {
        public override string User => user;

        public override bool Proves(Secret secret) => secret.Matches(password);
    }
}
