namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Takes what a <see cref="TsReader"/> finds, in the order of the stream. Spans are valid during the call.</summary>
public interface ITsReaderSink
{
    /// <summary>A program map table that is new, or another one than before.</summary>
    void OnProgram(TsProgram program);

    /// <summary>Any program association table or program map table, also one that is known.</summary>
    /// <param name="pid">Its PID.</param>
    void OnTable(int pid);

    /// <summary>A clock reference.</summary>
    /// <param name="pid">Its PID.</param>
    /// <param name="pcr">33 bits at 90 kHz.</param>
    /// <param name="isDiscontinuity">Whether the packet says that the clock is discontinuous.</param>
    void OnClock(int pid, long pcr, bool isDiscontinuity);

    /// <summary>A whole PES packet of a stream that a program names.</summary>
    void OnPes(in PesPacket packet);

    /// <summary>Something is wrong; the reader goes on.</summary>
    /// <param name="fault">What.</param>
    /// <param name="pid">In which PID; -1 where none is meant.</param>
    void OnFault(TsFault fault, int pid);
}
