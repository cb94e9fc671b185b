namespace Headrace.Containers.MpegTs.Reading;

/// <summary>The PIDs that a reader follows.</summary>
internal sealed class PidTable
{
    private readonly TsPid?[] _byPid = new TsPid?[TsPacket.Pids];
    private readonly List<TsPid> _all = [];

    /// <summary>What is known of a PID, or null.</summary>
    public TsPid? this[int pid] => _byPid[pid];

    /// <summary>All of them.</summary>
    public IReadOnlyList<TsPid> All => _all;

    /// <summary>Number of map tables.</summary>
    public int Maps => _all.Sum(static one => one.MapsOf.Length);

    /// <summary>Number of elementary streams.</summary>
    public int Streams => _all.Count(static one => one.Pes is not null);

    /// <summary>Follows a PID from now on; what was known of it is forgotten.</summary>
    public TsPid Add(int pid)
    {
        Remove(pid);
        TsPid added = new(pid);
        _byPid[pid] = added;
        _all.Add(added);
        return added;
    }

    /// <summary>Follows a PID no more.</summary>
    public void Remove(int pid)
    {
        if (_byPid[pid] is not { } known) return;
        _byPid[pid] = null;
        _all.Remove(known);
    }
}
