using System.Net;
using Headrace.Endpoints.Access;
using Headrace.Streaming.Access;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Auth;

/// <summary>Who may use the API: programs on this machine, whoever has the access token, and users with a permission for it.</summary>
internal sealed class ApiAccess(AccessGate gate)
{
    /// <summary>True when the request may go on.</summary>
    /// <param name="request">The request.</param>
    /// <param name="peer">Who sent it, as the connection or a trusted proxy says.</param>
    /// <param name="action">What is wanted: the API or the metrics.</param>
    /// <param name="grant">What it goes on by, where rules may change that.</param>
    internal AccessVerdict Judge(HttpRequest request, IPAddress? peer, AccessAction action, out AccessGrant? grant)
    {
        grant = null;
        // Credentials that are wrong are refused also on this machine: whoever sends some wants to know.
        if (!request.Headers.ContainsKey("Authorization") && LocalAccess.IsGranted(request, peer)) return AccessVerdict.Allowed;
        return HttpAccess.Judge(gate, action, "", request, out grant);
    }

    /// <summary>Whether a stream may be viewed.</summary>
    internal AccessVerdict JudgeReading(HttpRequest request, string stream) => HttpAccess.Judge(gate, AccessAction.Read, stream, request);
}
