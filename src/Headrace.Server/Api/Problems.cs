using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api;

/// <summary>The problems that the API tells.</summary>
internal static class Problems
{
    internal static ApiProblem AccessDenied { get; } = ProblemKinds.AccessDenied.With(
        "From another machine, through a proxy or from another site's page the API needs the access token, which the server printed at its first start and keeps in its state directory: Authorization: Bearer TOKEN.");

    internal static ApiProblem InternalError { get; } = ProblemKinds.InternalError.With("A fault of the server; its log says more.");

    internal static ApiProblem InvalidRequest(string detail) => ProblemKinds.InvalidRequest.With(detail);

    internal static ApiProblem NotFound(string path) => ProblemKinds.NotFound.With($"There is nothing at {path}.");

    internal static ApiProblem StreamNotFound(string name) => ProblemKinds.StreamNotFound.With($"There is no stream named {name}: nobody publishes it, and nothing is configured for it.");

    internal static ApiProblem NotKept(Exception why) => ProblemKinds.NotKept.With($"The state directory does not take it: {why.Message}; make room there, or give the server a directory that it may write (state).");

    internal static ApiProblem SessionNotFound(string id) => ProblemKinds.SessionNotFound.With($"There is no session {id}; it may have ended.");

    internal static ApiProblem MethodNotAllowed(string method) => ProblemKinds.MethodNotAllowed.With($"{method} is not possible here.");

    /// <summary>A problem for a status that was set without saying more.</summary>
    internal static ApiProblem OfStatus(int status, HttpRequest request) => status switch
    {
        StatusCodes.Status404NotFound => NotFound(request.Path.Value ?? "/"),
        StatusCodes.Status405MethodNotAllowed => MethodNotAllowed(request.Method),
        >= 500 => InternalError with { Status = status },
        _ => InvalidRequest("The request cannot be answered as it is.") with { Status = status },
    };
}
