using System.Collections.Immutable;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>Takes what a <see cref="TsReader"/> finds, in the order of the stream. Spans are valid during the call.</summary>
public interface ITsReaderSink
{
    /// <summary>Whether a stream of a program that is known from now on is to be read; asked before <see cref="OnProgram"/>.</summary>
    bool Follows(TsProgram program, TsProgramStream stream) => true;

    /// <summary>A program map table that is new, or another one than before.</summary>
    void OnProgram(TsProgram program);

    /// <summary>The programs that there are, in the order of the association table; told when they are others than before.</summary>
    /// <param name="numbers">Their numbers.</param>
    void OnPrograms(ImmutableArray<int> numbers)
    {
    }

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
