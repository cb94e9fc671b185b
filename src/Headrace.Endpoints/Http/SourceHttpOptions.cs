using System.Net;
using Headrace.Transport.Client;

namespace Headrace.Endpoints.Http;

/// <summary>How sources fetch over HTTP.</summary>
internal sealed record SourceHttpOptions
{
    /// <summary>What is fetched first; its credentials go to its host alone.</summary>
    public required HttpLocation Location { get; init; }

    /// <summary>Whose certificate is believed, for <c>https</c>.</summary>
    public ServerTrust Trust { get; init; } = ServerTrust.Authorities;

    /// <summary>Whether an address may be connected to, asked for every connection with what the name was resolved to; null for all.</summary>
    public Func<IPAddress, bool>? Allows { get; init; }

    /// <summary>Whether answers may be compressed: good for playlists; the lengths of those answers are not known.</summary>
    public bool TakesCompressed { get; init; } = true;

    /// <summary>How long the head of an answer may take, connecting, TLS and redirections included.</summary>
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long no byte of an answer may come.</summary>
    public TimeSpan SilenceTimeout { get; init; } = TimeSpan.FromSeconds(10);
}
