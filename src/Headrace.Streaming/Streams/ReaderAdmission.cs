using Headrace.Media.Timing;
using Headrace.Streaming.Limits;
using Headrace.Streaming.Pressure;
using Headrace.Streaming.Sessions;

namespace Headrace.Streaming.Streams;

/// <summary>Decides whether one more reader comes in to a stream, and tells why not. Under the stream's lock.</summary>
internal sealed class ReaderAdmission(string stream, StreamPressure pressure, StreamBandwidth bandwidth, LimitReports limits, TimeProvider clock)
{
    /// <summary>Why a reader stays out, or that he does not.</summary>
    /// <param name="reader">The reader.</param>
    /// <param name="options">What the user wrote for the stream.</param>
    /// <param name="readers">How many there are already.</param>
    public ReaderRefusal RefusalOf(Session reader, StreamOptions options, int readers)
    {
        if (options.MaxReaders > 0 && readers >= options.MaxReaders)
        {
            limits.Tell(LimitKeys.Readers, options.MaxReaders, stream, $"viewer {reader.Remote} of {stream} was refused");
            return ReaderRefusal.TooManyReaders;
        }

        if (pressure.RefusesViewers)
        {
            pressure.RefuseViewer(reader.Remote);
            return ReaderRefusal.MemoryPressure;
        }

        return bandwidth.RefusesViewers(MonotonicTime.Now(clock)) ? ReaderRefusal.Bandwidth : ReaderRefusal.None;
    }
}
