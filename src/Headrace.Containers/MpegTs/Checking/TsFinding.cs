namespace Headrace.Containers.MpegTs.Checking;

/// <summary>A breach of a rule.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="Pid">In which PID; -1 where none is meant.</param>
/// <param name="Packet">Packets that had been read.</param>
/// <param name="Message">One clause for people.</param>
public sealed record TsFinding(TsRule Rule, int Pid, long Packet, string Message)
{
    /// <inheritdoc/>
    public override string ToString() => Pid < 0 ? $"packet {Packet}: {Message}" : $"packet {Packet}, PID {Pid}: {Message}";
}
