using Headrace.Interop.Tests.Server;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>Who sends, over what.</summary>
/// <param name="Program">The program: <c>ffmpeg</c>.</param>
/// <param name="Way">How it reaches the server: <c>RTSP/TCP</c>.</param>
/// <param name="Media">What it is able to send.</param>
/// <param name="StartAsync">Starts it.</param>
internal sealed record MatrixSender(string Program, string Way, IReadOnlyList<MatrixMedia> Media, Func<HeadraceProcess, MatrixFeed, Task<IAsyncDisposable?>> StartAsync)
{
    /// <summary>What the server's command line needs for it.</summary>
    public Func<MatrixFeed, string[]> Arguments { get; init; } = static _ => [];

    /// <summary>Its name on the page.</summary>
    public string Name => $"{Program}, {Way}";
}
