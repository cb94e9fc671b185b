using Headrace.Media.Timing;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;

namespace Headrace.Endpoints.Hls;

/// <summary>Waits for a stream that is coming up, and says why it does not. All waits are bounded.</summary>
internal sealed class HlsArrival(HlsEndpointOptions options, HlsRefusals refusals, TimeProvider clock)
{
    /// <summary>Whether nothing can be played, and will not be soon: then the request was answered.</summary>
    public async Task<bool> IsAwayAsync(HttpContext context, LiveStream stream, HlsPackaging packaging)
    {
        if (stream.TryWake() || await StreamPatience.WaitForSlateAsync(stream, options.StartTimeout, clock, context.RequestAborted).ConfigureAwait(false))
        {
            // Once all that was announced is there: waiting would not help.
            if (!stream.Ready.IsCompleted || packaging.Form.WhyNever(stream.Tracks) is not { } reason) return false;
            await refusals.NotCarriedAsync(context, stream, reason).ConfigureAwait(false);
            return true;
        }

        await refusals.UnavailableAsync(context, stream, $"Nobody publishes {stream.Name} now.").ConfigureAwait(false);
        return true;
    }

    /// <summary>Says that the first segment did not come in time.</summary>
    public Task NotPlayableAsync(HttpContext context, LiveStream stream, HlsPackaging packaging) =>
        refusals.UnavailableAsync(context, stream, $"{stream.Name} cannot be played yet: {packaging.Form.WhyNothing(stream.Tracks) ?? "no segment is complete"}.");

    /// <summary>What can be played of a branch, as soon as there is something; null when there is nothing in time.</summary>
    public async ValueTask<HlsPresentation?> PresentationAsync(HlsBranch branch, CancellationToken aborted)
    {
        MonotonicTime deadline = MonotonicTime.Now(clock) + options.StartTimeout;
        while (true)
        {
            Task change = branch.NextChange();
            if (branch.Presentation is { } presentation) return presentation;
            if (branch.IsEnded || !await WaitAsync(change, deadline, aborted).ConfigureAwait(false)) return null;
        }
    }

    /// <summary>Waits for a change; false when the deadline came, or the viewer left.</summary>
    public async ValueTask<bool> WaitAsync(Task change, MonotonicTime deadline, CancellationToken aborted)
    {
        TimeSpan left = deadline - MonotonicTime.Now(clock);
        if (left <= TimeSpan.Zero) return false;
        try
        {
            await change.WaitAsync(left, clock, aborted).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }
}
