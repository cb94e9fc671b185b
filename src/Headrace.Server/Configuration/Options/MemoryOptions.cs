using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>limits.memory</c>: bytes of media held.</summary>
internal sealed record MemoryOptions
{
    /// <summary>Limit of the process as configured; see <see cref="GlobalWithin"/>.</summary>
    public ByteSize Global { get; init; } = new(8_000_000_000);

    /// <summary>Limit of one stream; 0: none of its own.</summary>
    public ByteSize PerStream { get; init; } = new(400_000_000);

    /// <summary>The process's limit in bytes on a machine that has <paramref name="machineBytes"/>: never above half of them.</summary>
    internal long GlobalWithin(long machineBytes) => Global.Bytes == 0 ? machineBytes / 2 : Math.Min(Global.Bytes, machineBytes / 2);
}
