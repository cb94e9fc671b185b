using Headrace.Server.Api;
using Headrace.Server.Auth;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Hosting;

/// <summary>Keeps the API from those who may not use it. Refusals are logged at most once a second, with their number.</summary>
internal sealed class ApiGuard(PathString root, ApiAccess access, TimeProvider clock, ILogger logger)
{
    private static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(1);

    private readonly Lock _gate = new();
    private long _lastLine;
    private int _refused;

    /// <summary>Lets the request go on, or answers it with a problem.</summary>
    internal Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        if (!context.Request.Path.StartsWithSegments(root) || access.IsAllowed(context.Request, context.Connection.RemoteIpAddress)) return next(context);
        Count(context);
        return ApiAnswers.ProblemAsync(context, Problems.AccessDenied);
    }

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
