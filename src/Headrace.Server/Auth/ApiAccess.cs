using System.Net;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Auth;

/// <summary>Who may use the API: programs on this machine, and whoever has the access token.</summary>
internal sealed class ApiAccess(AccessToken token)
{
    private const string Bearer = "Bearer ";

    /// <summary>True when the request may go on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Who sent it, as the connection says.</param>
    internal bool IsAllowed(HttpRequest request, IPAddress? peer)
    {
        // A token that is wrong is refused also on this machine: whoever sends one wants to know.
        if (request.Headers.TryGetValue("Authorization", out var values) && values.Count > 0) return values.Count == 1 && IsToken(values[0]);
        return LocalAccess.IsGranted(request, peer);
    }

    private bool IsToken(string? authorization) =>
        authorization is not null && authorization.StartsWith(Bearer, StringComparison.OrdinalIgnoreCase) && token.Matches(authorization.AsSpan(Bearer.Length).Trim());
}
