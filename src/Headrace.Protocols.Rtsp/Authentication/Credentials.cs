namespace Headrace.Protocols.Rtsp.Authentication;

/// <summary>A user's name and password. Its text hides the password, so that no log line shows it.</summary>
public readonly record struct Credentials(string User, string Password)
{
    /// <inheritdoc/>
    public override string ToString() => $"{User}:***";
}
