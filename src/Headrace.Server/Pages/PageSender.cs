using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Headrace.Server.Pages;

/// <summary>Sends a file of the pages: compressed where the client takes that, or 304 where it has it.</summary>
internal static class PageSender
{
    /// <summary>The pages hold no inline script or style, and load nothing from anywhere else.</summary>
    private const string Policy = "default-src 'self'; media-src 'self' blob:; worker-src 'self' blob:; base-uri 'none'; form-action 'none'; object-src 'none'";

    /// <summary>Answers a GET or HEAD request with the file.</summary>
    /// <param name="context">The request.</param>
    /// <param name="file">The file.</param>
    /// <param name="caching">Value of <c>Cache-Control</c>.</param>
    internal static async Task SendAsync(HttpContext context, PageFile file, string caching)
    {
        HttpResponse response = context.Response;
        string coding = file.IsCompressible ? CodingFor(context.Request) : "";
        string tag = file.Tag(coding);
        response.Headers.ETag = tag;
        response.Headers.CacheControl = caching;
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["Referrer-Policy"] = "same-origin";
        if (file.IsCompressible) response.Headers.Vary = HeaderNames.AcceptEncoding;
        if (IsHeld(context.Request, tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        ReadOnlyMemory<byte> content = file.Form(coding);
        if (coding.Length > 0) response.Headers.ContentEncoding = coding;
        if (file.Name.EndsWith(".html", StringComparison.Ordinal)) response.Headers.ContentSecurityPolicy = Policy;
        response.ContentType = PageMediaType.Of(file.Name);
        response.ContentLength = content.Length;
        if (!HttpMethods.IsHead(context.Request.Method)) await response.Body.WriteAsync(content, context.RequestAborted).ConfigureAwait(false);
    }

    private static string CodingFor(HttpRequest request)
    {
        if (!StringWithQualityHeaderValue.TryParseList(request.Headers.AcceptEncoding, out IList<StringWithQualityHeaderValue>? accepted)) return "";
        if (Accepts(accepted, "br")) return "br";
        return Accepts(accepted, "gzip") ? "gzip" : "";
    }

    private static bool Accepts(IList<StringWithQualityHeaderValue> accepted, string coding) =>
        accepted.Any(value => value.Value.Equals(coding, StringComparison.OrdinalIgnoreCase) && value.Quality is not 0);

    private static bool IsHeld(HttpRequest request, string tag) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? tags)
        && tags.Any(held => held.Tag == "*" || held.Compare(new EntityTagHeaderValue(tag), useStrongComparison: false));
}
