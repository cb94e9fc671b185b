using System.Collections.Immutable;
using Headrace.Containers.MpegTs.ElementaryStreams;

namespace Headrace.Containers.MpegTs.Reading;

/// <summary>A program, as its map table describes it.</summary>
/// <param name="Number">The program's number.</param>
/// <param name="ClockPid">PID of its clock references; <see cref="TsPacket.NullPid"/> where it has none.</param>
/// <param name="Version">Version of its map table.</param>
/// <param name="Streams">Its elementary streams, in the table's order.</param>
public sealed record TsProgram(int Number, int ClockPid, int Version, ImmutableArray<TsProgramStream> Streams)
{
    /// <summary>The stream of a PID, or null.</summary>
    public TsProgramStream? Find(int pid)
    {
        foreach (TsProgramStream stream in Streams)
        {
            if (stream.Pid == pid) return stream;
        }

        return null;
    }
}

/// <summary>An elementary stream of a program.</summary>
/// <param name="Pid">Its PID.</param>
/// <param name="StreamType">stream_type.</param>
/// <param name="Descriptors">Its descriptors.</param>
/// <param name="Carrier">The codec's carriage; null when it is not known.</param>
public sealed record TsProgramStream(int Pid, byte StreamType, ReadOnlyMemory<byte> Descriptors, ElementaryStream? Carrier);
