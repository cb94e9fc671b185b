using Headrace.Interop.Tests.Server;
using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Who reads, over what.</summary>
/// <param name="Program">The program: <c>VLC</c>.</param>
/// <param name="Way">How the server reaches it: <c>HLS</c>.</param>
/// <param name="Form">The form of the output, as the API names it in <c>notCarried</c>: <c>rtp</c>, <c>mp4</c>, <c>mpegts</c>, <c>flv</c>.</param>
/// <param name="PlayAsync">Decodes so many frames, or more.</param>
internal sealed record MatrixReader(string Program, string Way, string Form, Func<HeadraceProcess, MatrixFeed, int, Task<BarcodeReport>> PlayAsync)
{
    /// <summary>Why it cannot show something, whoever sends it; null where it can.</summary>
    public Func<MatrixMedia, string?> WhyNot { get; init; } = static _ => null;

    /// <summary>True for a browser: it takes long, and drops frames of its own on a busy machine.</summary>
    public bool IsBrowser { get; init; }

    /// <summary>True for a program that may leave out frames that it has decoded too late to show.</summary>
    public bool MayLeaveOut { get; init; }

    /// <summary>Its name on the page.</summary>
    public string Name => $"{Program}, {Way}";
}
