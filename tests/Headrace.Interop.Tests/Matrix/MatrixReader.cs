using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Who reads, over what.</summary>
/// <param name="Program">The program: <c>VLC</c>.</param>
/// <param name="Way">How the server reaches it.</param>
/// <param name="PlayAsync">Decodes so many frames of a URL, or more.</param>
internal sealed record MatrixReader(string Program, MatrixWay Way, Func<string, MatrixFeed, int, Task<MatrixShown>> PlayAsync)
{
    /// <summary>Why it is expected not to show something, whoever sends it; null where it is to. A run of the whole matrix tries it all the same.</summary>
    public Func<MatrixMedia, string?> WhyNot { get; init; } = static _ => null;

    /// <summary>True for a browser: it takes long, and drops frames of its own on a busy machine.</summary>
    public bool IsBrowser { get; init; }

    /// <summary>True for a program that may leave out frames that it has decoded too late to show.</summary>
    public bool MayLeaveOut { get; init; }

    /// <summary>Its name on the page.</summary>
    public string Name => $"{Program}, {Way.Name}";

    /// <summary>Where it reads a stream.</summary>
    public string UrlOf(HeadraceProcess server, MatrixFeed feed) => Way.Url(server, feed.Stream);
}
