namespace Headrace.Protocols.Rtmp.Client;

/// <summary>How a client session behaves.</summary>
public sealed record RtmpClientOptions
{
    /// <summary>True to publish, false to play.</summary>
    public required bool Publishes { get; init; }

    /// <summary>What it says that it can do; <see cref="RtmpCapabilities.None"/> for servers that cannot bear to hear it.</summary>
    public RtmpCapabilities Capabilities { get; init; } = RtmpCapabilities.Own;

    /// <summary>What an earlier connection was asked for (<see cref="RtmpClientSignIn.Parameters"/>); then the user and the password of the URL are in no query.</summary>
    public string? SignIn { get; init; }

    /// <summary>How long an answer may take, and the handshake.</summary>
    public TimeSpan RequestTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
