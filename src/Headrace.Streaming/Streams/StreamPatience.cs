namespace Headrace.Streaming.Streams;

/// <summary>How viewers wait for a stream that has no media yet. All waits are bounded.</summary>
public static class StreamPatience
{
    private static readonly Task Forever = new TaskCompletionSource().Task;

    /// <summary>
    /// Asks a stream for media, and waits until it can be described: as long as <see cref="StreamOptions.WaitForStream"/> says for a source or a publisher to come, and from then on for
    /// what that has announced. Where nothing comes in that time and the stream has a slate, that is described.
    /// </summary>
    /// <param name="stream">The stream.</param>
    /// <param name="start">How long somebody who publishes may take to his first media.</param>
    /// <param name="ending">Completes when the viewer is gone.</param>
    /// <param name="clock">Time.</param>
    /// <param name="cancellation">The same as <paramref name="ending"/>, for those who have that.</param>
    /// <returns>False where nobody publishes and no source is about to. True does not say that there is media: what is known by then is described.</returns>
    public static async ValueTask<bool> WaitAsync(LiveStream stream, TimeSpan start, Task ending, TimeProvider clock, CancellationToken cancellation = default)
    {
        bool isComing = stream.TryWake();
        bool isFed = stream.IsFed;
        if (isComing || stream.IsWaitedFor)
        {
            TimeSpan patience = isFed || stream.Options.WaitForStream == TimeSpan.Zero ? start : stream.Options.WaitForStream;
            await UntilAsync(stream, patience, ending, clock, cancellation).ConfigureAwait(false);
        }
        else if (!stream.IsSlateComing) return false;

        // Who came last has the same time as who was there, and so has the picture that stands in.
        if (!isFed && (stream.IsFed || stream.IsSlateComing)) await UntilAsync(stream, start, ending, clock, cancellation).ConfigureAwait(false);
        return stream.TryWake();
    }

    /// <summary>Waits for the slate of a stream that nobody publishes, where it is about to be shown. False where it is not, or has not come in time.</summary>
    public static async ValueTask<bool> WaitForSlateAsync(LiveStream stream, TimeSpan start, TimeProvider clock, CancellationToken cancellation)
    {
        if (!stream.IsSlateDue) return false;
        await UntilAsync(stream, start, Forever, clock, cancellation).ConfigureAwait(false);
        return stream.TryWake();
    }

    private static async ValueTask UntilAsync(LiveStream stream, TimeSpan patience, Task ending, TimeProvider clock, CancellationToken cancellation)
    {
        if (ending.IsCompleted || cancellation.IsCancellationRequested) return;

        // What still waits when the time is over would hang on a stream that never gets ready.
        TaskCompletionSource over = new();
        try
        {
            await Task.WhenAny(stream.Ready, ending, over.Task).WaitAsync(patience, clock, cancellation).ConfigureAwait(false);
        }
        catch (Exception e) when (e is TimeoutException or OperationCanceledException)
        {
            // The time is over, or the viewer is gone.
        }
        finally
        {
            over.TrySetResult();
        }
    }
}
