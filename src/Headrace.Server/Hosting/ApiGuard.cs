using Headrace.Server.Api;
using Headrace.Server.Api.Held;
using Headrace.Server.Auth;
using Headrace.Streaming.Access;
using Headrace.Streaming.Paths;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Keeps the API from those who may not use it. Refusals are logged at most once a second, with their number.</summary>
internal sealed class ApiGuard(IReadOnlyList<(PathString Root, AccessAction Action)> guarded, ApiAccess access, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _lastLine;
    private int _refused;

    /// <summary>Lets the request go on, or answers it with a problem.</summary>
    internal Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        foreach ((PathString root, AccessAction action) in guarded)
        {
            if (!context.Request.Path.StartsWithSegments(root)) continue;
            AccessVerdict verdict = access.Judge(context.Request, context.Connection.RemoteIpAddress, action, out AccessGrant? grant);
            context.Features.Set(grant);
            if (verdict == AccessVerdict.Allowed || MayRead(context)) break;
            Count(context);
            return ApiAnswers.ProblemAsync(context, ProblemOf(verdict));
        }

        return next(context);
    }

    /// <summary>Whoever may view a stream may see its preview.</summary>
    private bool MayRead(HttpContext context) =>
        HttpMethods.IsGet(context.Request.Method) && PreviewAddress.TryRead(context, out StreamName? name) && access.JudgeReading(context.Request, name.Value) == AccessVerdict.Allowed;

    private static ApiProblem ProblemOf(AccessVerdict verdict) => verdict switch
    {
        AccessVerdict.Forbidden => ProblemKinds.Forbidden.With("These credentials do not allow this."),
        AccessVerdict.TooManyAttempts => ProblemKinds.TooManyAttempts.With("Too many wrong credentials came from this address; wait some seconds."),
        _ => Problems.AccessDenied,
    };

    private void Count(HttpContext context)
    {
        int refused;
        lock (_gate)
        {
            _refused++;
            long now = clock.GetTimestamp();
            if (_lastLine != 0 && clock.GetElapsedTime(_lastLine, now) < LogInterval) return;
            _lastLine = now;
            refused = _refused;
            _refused = 0;
        }

        ServerLog.AccessDenied(logger, context.Request.Method, context.Request.Path.Value ?? "", context.Connection.RemoteIpAddress, refused);
    }
}
