using System.Collections.Concurrent;
using System.Security.Cryptography;
using Headrace.Manifests.Hls.Planning;

namespace Headrace.Streaming.Hls;

/// <summary>What is kept for a path's life, for each packaging that was asked for.</summary>
internal sealed class HlsPathStates
{
    private readonly ConcurrentDictionary<HlsPackaging, HlsPathState> _states = new();

    /// <summary>What was counted over all of them.</summary>
    public HlsFigures Figures => new(_states.Values.Sum(state => state.LateUnits), _states.Values.Sum(state => state.LostFiles));

    /// <summary>Completes when the files of all branches are done with.</summary>
    public Task FilesAreDone => Task.WhenAll(_states.Values.Select(state => state.FilesDone));

    /// <summary>That of a packaging, made on first use.</summary>
    public HlsPathState Of(HlsPackaging packaging) => _states.GetOrAdd(packaging, static _ => new HlsPathState());
}

/// <summary>What viewers of HLS rely on for the whole life of a path: nothing here goes back or changes once it was announced.</summary>
internal sealed class HlsPathState
{
    private readonly Dictionary<int, HlsRenditionState> _renditions = [];
    private long _lateUnits;
    private long _lostFiles;

    /// <summary>
    /// Part of each URL of media, so that what a cache keeps for ever stays true over restarts, and that nobody finds media whose playlist he may not read: 96 random bits.
    /// </summary>
    public string Incarnation { get; } = RandomNumberGenerator.GetHexString(24, lowercase: true);

    /// <summary>Branches that there have been.</summary>
    public long Runs { get; set; }

    /// <summary>How segments end, decided with the first branch.</summary>
    public SegmentPlan? Segments { get; set; }

    /// <summary>The announced distances, decided with the first playlist.</summary>
    public LiveTargets? Targets { get; set; }

    /// <summary>Completes when the files of the last branch are done with.</summary>
    public Task FilesDone { get; set; } = Task.CompletedTask;

    /// <summary>Units that MPEG-TS got late. Readable from any thread.</summary>
    public long LateUnits => Volatile.Read(ref _lateUnits);

    /// <summary>Files that were not written. Readable from any thread.</summary>
    public long LostFiles => Volatile.Read(ref _lostFiles);

    /// <summary>Counts a unit that came late.</summary>
    public void CountLateUnit() => Interlocked.Increment(ref _lateUnits);

    /// <summary>Counts a file that was not written.</summary>
    public void CountLostFile() => Interlocked.Increment(ref _lostFiles);

    /// <summary>The lasting state of a track's rendition.</summary>
    public HlsRenditionState Rendition(int trackId)
    {
        if (!_renditions.TryGetValue(trackId, out HlsRenditionState? state)) _renditions[trackId] = state = new HlsRenditionState();
        return state;
    }
}

/// <summary>The lasting state of one rendition.</summary>
internal sealed class HlsRenditionState
{
    /// <summary>Media sequence number of the next segment to begin. The first is 1: for players that take 0 for none (hls.js 1.7 takes the parts of segment 0 for evicted, and loads them again).</summary>
    public long NextMediaSequence { get; set; } = 1;

    /// <summary>Number of the next part; parts are numbered through, so that a hint names the next one whatever segment it will be in.</summary>
    public long NextPart { get; set; }

    /// <summary>Discontinuities that left the window.</summary>
    public long DiscontinuitySequence { get; set; }

    /// <summary>Number of the next init segment.</summary>
    public int NextMap { get; set; }

    /// <summary>How parts end; frozen with PART-TARGET.</summary>
    public PartPlan? Parts { get; set; }

    /// <summary>Ticks of the track's clock by which decode times are written late; frozen with the first part.</summary>
    public int ReorderDelay { get; set; }

    /// <summary>Greatest bit rate of a segment so far, bits a second.</summary>
    public long PeakBitRate { get; set; }

    /// <summary>Media that <see cref="PeakBitRate"/> was measured on.</summary>
    public TimeSpan Measured { get; set; }

    /// <summary>True once a branch has begun: what another one begins is a discontinuity.</summary>
    public bool HasBegun { get; set; }
}
