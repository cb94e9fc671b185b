using System.Collections.Concurrent;
using System.Security.Cryptography;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Rtp;

/// <summary>What RTP keeps for a path's life: the source that each track is sent with, so that a viewer can be told before its packets are made. Thread-safe.</summary>
public sealed class RtpPathState
{
    private readonly ConcurrentDictionary<int, uint> _sources = new();

    /// <summary>The synchronisation source of a track.</summary>
    public uint SsrcOf(Track track) => _sources.GetOrAdd(track.Id, static _ => BitConverter.ToUInt32(RandomNumberGenerator.GetBytes(4)));
}
