namespace Headrace.Protocols.Srt;

/// <summary>What a caller asks for in its stream id.</summary>
/// <param name="Mode">What it wants to do.</param>
/// <param name="Name">The stream, without a slash in front; whether it can be a stream's name is not looked at.</param>
public sealed record SrtRequest(SrtMode Mode, string Name)
{
    /// <summary>The user, or null where none is named.</summary>
    public string? User { get; init; }

    /// <summary>The password; null where there is none.</summary>
    public string? Password { get; init; }

    /// <summary>A token that stands for user and password; null where there is none.</summary>
    public string? Token { get; init; }

    /// <summary>The request without secrets, for logs.</summary>
    public override string ToString() => Mode switch
    {
        SrtMode.Read => $"read:{Name}",
        SrtMode.Publish => $"publish:{Name}",
        _ => $"bidirectional:{Name}",
    };
}
