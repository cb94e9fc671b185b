namespace Headrace.Streaming.Access;

/// <summary>Whether somebody may do what he wants.</summary>
public enum AccessVerdict
{
    /// <summary>He may.</summary>
    Allowed,

    /// <summary>He has shown no credentials, and without any he may not.</summary>
    CredentialsNeeded,

    /// <summary>His credentials are wrong.</summary>
    WrongCredentials,

    /// <summary>His credentials are right, and do not allow it.</summary>
    Forbidden,

    /// <summary>Too many wrong credentials came from his address: his are not looked at for now.</summary>
    TooManyAttempts,
}
