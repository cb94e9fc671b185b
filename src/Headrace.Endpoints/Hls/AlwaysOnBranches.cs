using Headrace.Streaming.Branches;
using Headrace.Streaming.Hls;
using Headrace.Streaming.Streams;

namespace Headrace.Endpoints.Hls;

/// <summary>Claims for streams whose segments are made also while nobody watches: one a stream, while somebody publishes.</summary>
internal sealed class AlwaysOnBranches(StreamRegistry streams) : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<LiveStream, BranchLease<HlsBranch>> _leases = [];

    /// <summary>Takes claims for streams that have come, and gives back those of streams that have gone.</summary>
    public void Update()
    {
        lock (_lock)
        {
            foreach ((LiveStream stream, BranchLease<HlsBranch> lease) in _leases)
            {
                if (!lease.Branch.IsEnded && stream.Options.Hls.AlwaysOn && streams.Find(stream.Name) == stream) continue;
                lease.Dispose();
                _leases.Remove(stream);
            }

            foreach (LiveStream stream in streams.All)
            {
                if (stream.Options.Hls.AlwaysOn && stream.HasPublisher && !_leases.ContainsKey(stream)) _leases[stream] = HlsPackaging.Of(stream.Options.Hls).Acquire(stream);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (_lock)
        {
            foreach (BranchLease<HlsBranch> lease in _leases.Values) lease.Dispose();
            _leases.Clear();
        }
    }
}
