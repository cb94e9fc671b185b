using Headrace.Endpoints.Hls;
using Headrace.Endpoints.HttpLive.Forms;
using Headrace.Media.Timing;
using Headrace.Streaming.Streams;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.HttpLive;

/// <summary>Answers requests for what cannot be had now, and says in the log how many there were: one line for all streams in <see cref="LogInterval"/>, with the last one. Thread-safe.</summary>
internal sealed class HttpLiveRefusals(TimeProvider clock, ILogger logger)
{
    /// <summary>Players ask again each second.</summary>
    internal static readonly TimeSpan LogInterval = TimeSpan.FromSeconds(10);

    private readonly Lock _gate = new();
    private MonotonicTime _nextLog;
    private long _unsaid;

    /// <summary>503: it may be there soon.</summary>
    public Task UnavailableAsync(HttpContext context, LiveStream stream, LiveForm form, string detail)
    {
        Note(context, stream, form, detail);
        return Answers.UnavailableAsync(context.Response, detail);
    }

    /// <summary>415: it will never be there, as long as these tracks are published.</summary>
    public Task NotCarriedAsync(HttpContext context, LiveStream stream, LiveForm form, string reason)
    {
        string detail = $"Nothing of {stream.Name} can be played here: {reason}.";
        Note(context, stream, form, detail);
        return Answers.NotCarriedAsync(context.Response, detail);
    }

    private void Note(HttpContext context, LiveStream stream, LiveForm form, string detail)
    {
        MonotonicTime now = MonotonicTime.Now(clock);
        long occurrences;
        lock (_gate)
        {
            _unsaid++;
            if (now < _nextLog) return;
            _nextLog = now + LogInterval;
            (occurrences, _unsaid) = (_unsaid, 0);
        }

        HttpLiveLog.NotPlayable(logger, stream.Name, form.Name, context.Connection.RemoteIpAddress, detail, occurrences);
    }
}
