using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Containers.Tests.MpegTs;

/// <summary>Keeps all that a reader tells.</summary>
internal sealed class RecordingSink : ITsReaderSink
{
    public List<TsProgram> Programs { get; } = [];

    public List<int> Tables { get; } = [];

    public List<(int Pid, long Pcr, bool IsDiscontinuity)> Clocks { get; } = [];

    public List<Pes> Packets { get; } = [];

    public List<(TsFault Fault, int Pid)> Faults { get; } = [];

    public void OnProgram(TsProgram program) => Programs.Add(program);

    public void OnTable(int pid) => Tables.Add(pid);

    public void OnClock(int pid, long pcr, bool isDiscontinuity) => Clocks.Add((pid, pcr, isDiscontinuity));

    public void OnPes(in PesPacket packet) => Packets.Add(new Pes(
        packet.Stream.Pid, packet.PresentationTime, packet.DecodeTime, packet.IsRandomAccess, packet.IsDamaged, Convert.ToHexStringLower(packet.Payload)));

    public void OnFault(TsFault fault, int pid) => Faults.Add((fault, pid));

    /// <summary>A PES packet that can be compared.</summary>
    public sealed record Pes(int Pid, long? Presentation, long? Decode, bool IsRandomAccess, bool IsDamaged, string Payload);

    /// <summary>What a reader tells of bytes that come in pieces of a size.</summary>
    public static RecordingSink Read(ReadOnlySpan<byte> bytes, int piece = int.MaxValue)
    {
        RecordingSink sink = new();
        TsReader reader = new(sink);
        while (!bytes.IsEmpty)
        {
            int count = Math.Min(piece, bytes.Length);
            reader.Read(bytes[..count]);
            bytes = bytes[count..];
        }

        reader.Complete();
        return sink;
    }
}
