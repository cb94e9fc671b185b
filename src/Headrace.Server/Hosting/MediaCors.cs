using System.Collections.Immutable;
using Headrace.Server.Configuration.Values;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Headrace.Server.Hosting;

/// <summary>Which pages of other origins may read media. Of media only: the API answers no other origin's page.</summary>
internal sealed class MediaCors(Func<ImmutableArray<string>> allowed)
{
    /// <summary>Sets the headers of an answer that carries media (Fetch, 3.2).</summary>
    internal void Apply(HttpContext context)
    {
        IHeaderDictionary headers = context.Response.Headers;
        ImmutableArray<string> origins = allowed();
        if (origins.Contains(CorsOrigins.Any))
        {
            headers.AccessControlAllowOrigin = CorsOrigins.Any;
            return;
        }

        if (origins.IsEmpty) return;
        headers.Append(HeaderNames.Vary, HeaderNames.Origin);
        string? origin = context.Request.Headers.Origin;
        if (origin is not null && origins.Contains(origin, StringComparer.OrdinalIgnoreCase)) headers.AccessControlAllowOrigin = origin;
    }

    /// <summary>Takes back what <see cref="Apply"/> set: the answer carries no media.</summary>
    internal static void Clear(HttpContext context)
    {
        context.Response.Headers.AccessControlAllowOrigin = default;
        context.Response.Headers.Vary = default;
    }
}
