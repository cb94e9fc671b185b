using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api;

/// <summary>The kinds of problems that the API tells. Their names are stable.</summary>
internal static class Problems
{
    internal static ApiProblem InvalidRequest(string detail) => Of("invalid-request", "The request is not valid", StatusCodes.Status400BadRequest, detail);

    internal static ApiProblem AccessDenied { get; } = Of(
        "access-denied", "Access denied", StatusCodes.Status401Unauthorized,
        "From another machine, through a proxy or from another site's page the API needs the access token, which the server printed at its first start and keeps in its state directory: Authorization: Bearer TOKEN.");

    internal static ApiProblem NotFound(string path) => Of("not-found", "Not found", StatusCodes.Status404NotFound, $"There is nothing at {path}.");

    internal static ApiProblem StreamNotFound(string name) => Of("stream-not-found", "Stream not found", StatusCodes.Status404NotFound, $"There is no stream named {name}.");

    internal static ApiProblem SessionNotFound(string id) => Of("session-not-found", "Session not found", StatusCodes.Status404NotFound, $"There is no session {id}; it may have ended.");

    internal static ApiProblem MethodNotAllowed(string method) => Of("method-not-allowed", "Method not allowed", StatusCodes.Status405MethodNotAllowed, $"{method} is not possible here.");

    internal static ApiProblem InternalError { get; } = Of(
        "internal-error", "Internal error", StatusCodes.Status500InternalServerError, "A fault of the server; its log says more.");

    /// <summary>A problem for a status that was set without saying more.</summary>
    internal static ApiProblem OfStatus(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound => NotFound(request.Path.Value ?? "/"),
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed(request.Method),
        >= 500 => InternalError with { Status = status },
        _ => InvalidRequest("The request cannot be answered as it is.") with { Status = status },
    };

    private static ApiProblem Of(string name, string title, int status, string detail) => new($"/problems/{name}", title, status, detail);
}
