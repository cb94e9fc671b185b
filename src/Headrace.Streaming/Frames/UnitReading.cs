using System.Runtime.CompilerServices;
using Headrace.Media.Rings;
using Headrace.Media.Tracks;
using Headrace.Streaming.Signals;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Frames;

/// <summary>Reads the units of a stream within the process.</summary>
internal static class UnitReading
{
    /// <summary>See <see cref="LiveStream.ReadUnitsAsync"/>.</summary>
    internal static async IAsyncEnumerable<AccessUnit> ReadAsync(LiveStream stream, [EnumeratorCancellation] CancellationToken cancellation)
    {
        NewUnits news = new();
        stream.Ring.Subscribe(news);
        try
        {
            // Nothing is paced: what is held comes as fast as it is taken.
            RingReader<AccessUnit> reader = new(stream.Ring, stream.Options.MaxLag, burstRate: 0);
            reader.Begin(atNext: !stream.Options.StartsCached, nowNanoseconds: 0);
            while (!cancellation.IsCancellationRequested)
            {
                Task next = news.Next();
                if (reader.TryRead(nowNanoseconds: 0) is { } unit)
                {
                    try
                    {
                        yield return unit;
                    }
                    finally
                    {
                        unit.Release();
                    }

                    continue;
                }

                if (stream.Ring.IsCompleted) yield break;

                // It is no session that is counted: asking keeps sources on demand running.
                stream.Supply.Ask();
                await next.WaitAsync(cancellation).ConfigureAwait(false);
            }

            cancellation.ThrowIfCancellationRequested();
        }
        finally
        {
            stream.Ring.Unsubscribe(news);
        }
    }

    /// <summary>Wakes the reader.</summary>
    private sealed class NewUnits : IRingObserver
    {
        private readonly AsyncSignal _signal = new();

        internal Task Next() => _signal.Next();

        void IRingObserver.OnPublished() => _signal.Set();
    }
}
