using System.Collections.Frozen;
using System.Reflection;
using Headrace.Streaming.Paths;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Pages;

/// <summary>The pages: the status page at <c>/</c>, the player at each stream's name, and what they load from <c>/assets/</c>.</summary>
internal sealed class SitePages
{
    private const string ResourcePrefix = "web/";
    private const string AssetFolder = "assets/";
    private const string StatusPage = "index.html";
    private const string PlayerPage = "player.html";
    private const string Revalidated = "no-cache";
    private const string Immutable = "public, max-age=31536000, immutable";

    private readonly FrozenDictionary<string, PageFile> _files;

    internal SitePages(IEnumerable<PageFile> files) => _files = files.ToFrozenDictionary(file => file.Name, StringComparer.Ordinal);

    /// <summary>False when the server was built without its pages.</summary>
    internal bool IsBuilt => _files.ContainsKey(StatusPage) && _files.ContainsKey(PlayerPage);

    /// <summary>The pages that were built into this program.</summary>
    internal static SitePages FromAssembly()
    {
        Assembly assembly = typeof(SitePages).Assembly;
        return new SitePages(assembly.GetManifestResourceNames().Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal)).Select(name => Read(assembly, name)));
    }

    /// <summary>Answers a request for a page or an asset; false when it is for neither, and nothing was done. <paramref name="mayReadAsync"/> is asked for streams' pages, and answers itself where they may not be shown.</summary>
    internal async Task<bool> TrySendAsync(HttpContext context, Func<HttpContext, string, Task<bool>> mayReadAsync)
    {
        if (!HttpMethods.IsGet(context.Request.Method) && !HttpMethods.IsHead(context.Request.Method)) return false;
        string path = (context.Request.Path.Value ?? "/").TrimStart('/');
        PageFile? file;
        if (path.StartsWith(AssetFolder, StringComparison.Ordinal))
        {
            if (!_files.TryGetValue(path, out file)) return false;
            await PageSender.SendAsync(context, file, Immutable).ConfigureAwait(false);
            return true;
        }

        if (path.Length > 0 && !StreamName.TryParse(path, out _, out _)) return false;
        if (!_files.TryGetValue(path.Length == 0 ? StatusPage : PlayerPage, out file)) return false;
        if (path.Length > 0 && !await mayReadAsync(context, path).ConfigureAwait(false)) return true;
        await PageSender.SendAsync(context, file, Revalidated).ConfigureAwait(false);
        return true;
    }

    private static PageFile Read(Assembly assembly, string resource)
    {
        using Stream stream = assembly.GetManifestResourceStream(resource)!;
        byte[] content = new byte[stream.Length];
        stream.ReadExactly(content);
        return new PageFile(resource[ResourcePrefix.Length..].Replace('\\', '/'), content);
    }
}
