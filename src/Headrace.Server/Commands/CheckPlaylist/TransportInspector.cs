using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Manifests.Hls.Checking;

namespace Headrace.Server.Commands.CheckPlaylist;

/// <summary>Reads from segments of MPEG-TS, in their order, what the checker wants to know of them. Follows the timestamps where they wrap around.</summary>
internal sealed class TransportInspector
{
    private long _near;

    /// <summary>Times of the stream that leads; null with the reason where there is none. Media that is neither MPEG-TS nor has an initialization section gives null without one.</summary>
    public MediaTiming? Inspect(ReadOnlySpan<byte> bytes, out string? fault)
    {
        fault = null;
        if (bytes.IsEmpty || bytes[0] != TsPacket.SyncByte) return null;
        TsSegment segment = TsSegment.Read(bytes);
        fault = segment.Fault;
        if (segment.FirstDecodeTime is not { } first) return null;
        long start = Math.Max(TsTimestamp.Unwrap(first, _near), first);
        _near = start;
        RandomAccessPlace place = segment.FirstPoint switch { 0 => RandomAccessPlace.AtStart, null => RandomAccessPlace.None, _ => RandomAccessPlace.Within };
        return new MediaTiming(start, segment.Duration, TsTimestamp.ClockRate, place, segment.Uncertainty);
    }
}
