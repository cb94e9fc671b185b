using System.Net;
using Headrace.Media.Timing;
using Headrace.Streaming.Access;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hls;

/// <summary>A viewer of HLS or DASH: known by the <c>s</c> in the URLs of his playlists or manifest, alive while he asks.</summary>
internal sealed class HlsSession : Session
{
    /// <summary>HLS, as sessions and figures have it.</summary>
    public const string Hls = "hls";

    /// <summary>DASH, as sessions and figures have it.</summary>
    public const string Dash = "dash";

    private readonly BranchLease<HlsBranch> _lease;
    private long _lastRequest;
    private long _bytesOut;

    public HlsSession(string protocol, LiveStream stream, BranchLease<HlsBranch> lease, EndPoint remote, string? userAgent, AccessGrant? grant, DateTimeOffset started, MonotonicTime asked, MonotonicTime now)
        : base(protocol, remote, started)
    {
        Stream = stream;
        _lease = lease;
        StreamName = stream.Name;
        Role = SessionRole.Viewer;
        UserAgent = userAgent;
        Grant = grant;
        Asked = asked;
        _lastRequest = now.Nanoseconds;
    }

    /// <summary>The id as it stands in URLs.</summary>
    public string Key => Id.ToString("N");

    /// <summary>The stream that he watches.</summary>
    public LiveStream Stream { get; }

    /// <summary>When he asked for his first playlist.</summary>
    public MonotonicTime Asked { get; }

    /// <summary>The branch that he reads.</summary>
    public HlsBranch Branch => _lease.Branch;

    /// <summary>Where the list of segments begins that he is shown, from the start of the period; null where he is shown all.</summary>
    public TimeSpan? ListedFrom { get; set; }

    public override long BytesIn => 0;

    /// <summary>Bytes of playlists; media is shared and not counted for a viewer.</summary>
    public override long BytesOut => Volatile.Read(ref _bytesOut);

    /// <summary>Notes a request.</summary>
    public void Touch(MonotonicTime now, int bytes)
    {
        Volatile.Write(ref _lastRequest, now.Nanoseconds);
        Interlocked.Add(ref _bytesOut, bytes);
    }

    /// <summary>True when he has not asked for three target durations.</summary>
    public bool IsOver(MonotonicTime now)
    {
        int target = Branch.Presentation?.Targets.TargetDuration ?? 10;
        return now > new MonotonicTime(Volatile.Read(ref _lastRequest)) + TimeSpan.FromSeconds(3 * target);
    }

    protected override void OnEnd()
    {
        Stream.RemoveReader(this, EndReason ?? SessionEndReason.Closed);
        _lease.Dispose();
    }
}
