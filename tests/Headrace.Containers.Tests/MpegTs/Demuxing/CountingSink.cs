using System.Collections.Immutable;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Timing;

namespace Headrace.Containers.Tests.MpegTs.Demuxing;

/// <summary>Counts units and keeps nothing.</summary>
internal sealed class CountingSink : ITsDemuxerSink
{
    public int Units { get; private set; }

    public bool TryBegin(TsProgram program, ImmutableArray<TsTrack> tracks, out MemoryAccount? account)
    {
        account = null;
        return true;
    }

    public void OnUnit(int track, TsUnitTime time, MonotonicTime arrival, in AssembledUnit unit)
    {
        Units++;
        unit.Payload.Release();
    }

    public void OnEnd()
    {
    }

    public void OnOmitted(TsProgramStream stream, TsOmission reason)
    {
    }

    public void OnFault(TsFault fault, int pid)
    {
    }
}
