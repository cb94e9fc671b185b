using System.Diagnostics.CodeAnalysis;
using Headrace.Streaming.Paths;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;

namespace Headrace.Server.Api.Held;

/// <summary>The addresses of previews: <c>/api/v1/streams/NAME/preview</c> and <c>/api/v1/video/preview/NAME</c>.</summary>
internal static class PreviewAddress
{
    /// <summary>What follows the name in the first form.</summary>
    internal const string Word = "preview";

    /// <summary>What stands before the name in the second.</summary>
    internal const string VideoRoot = "/api/v1/video/preview/";

    /// <summary>The stream that a request wants the preview of; false for a request for something else.</summary>
    internal static bool TryRead(HttpContext context, [NotNullWhen(true)] out StreamName? name)
    {
        string target = context.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget;
        return (StreamAddress.TryRead(target, "/api/v1/streams/", [Word], out name, out string word) && word == Word) || StreamAddress.TryRead(target, VideoRoot, out name);
    }
}
