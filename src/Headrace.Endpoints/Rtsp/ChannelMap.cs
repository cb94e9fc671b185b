using System.Buffers.Binary;
using System.Collections.Immutable;
using Headrace.Media.Buffers;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtsp.Server;

namespace Headrace.Endpoints.Rtsp;

/// <summary>
/// From the channels of the shared packets (2 × track, and one more for RTCP) to those of a viewer. Most viewers take all tracks on just
/// these channels and get the shared bytes; for the others their packets are copied.
/// </summary>
internal sealed class ChannelMap
{
    private const int HeaderBytes = 4;
    private const short NotWanted = -1;

    private readonly short[] _target = new short[256];

    private ChannelMap() => Array.Fill(_target, NotWanted);

    /// <summary>True when the shared bytes are his as they are.</summary>
    public bool IsIdentity { get; private init; }

    /// <summary>The map of a viewer's SETUPs.</summary>
    public static ChannelMap Of(ImmutableArray<RtspTrackSetup> setups, ImmutableArray<Track> described)
    {
        bool isIdentity = setups.Length == described.Length && setups.All(setup => setup.Transport.Interleaved is { } pair
            && pair.Rtp == described[setup.Track].Id * 2 && pair.Rtcp == pair.Rtp + 1);
        ChannelMap map = new() { IsIdentity = isIdentity };
        foreach (RtspTrackSetup setup in setups)
        {
            if (setup.Transport.Interleaved is not { } pair) continue;
            map._target[described[setup.Track].Id * 2] = pair.Rtp;
            map._target[described[setup.Track].Id * 2 + 1] = pair.Rtcp;
        }

        return map;
    }

    /// <summary>The wanted packets on the wanted channels, in a buffer of the viewer's own; releases the shared one.</summary>
    /// <param name="shared">The shared packets.</param>
    /// <param name="account">What the buffer is charged to.</param>
    /// <param name="leftOutTrack">A track whose media is left out, or -1.</param>
    public MediaBuffer Rewrite(MediaBuffer shared, MemoryAccount account, int leftOutTrack)
    {
        int length = Copy(shared.Span, [], leftOutTrack);
        MediaBuffer rewritten = MediaBufferPool.Shared.Create(length, (Map: this, Shared: shared, leftOutTrack), static (bytes, state) => state.Map.Copy(state.Shared.Span, bytes, state.leftOutTrack), account);
        shared.Release();
        return rewritten;
    }

    /// <summary>Copies the wanted packets where there is room for them; how many bytes they are.</summary>
    private int Copy(ReadOnlySpan<byte> shared, Span<byte> wanted, int leftOutTrack)
    {
        int copied = 0;
        while (shared.Length >= HeaderBytes)
        {
            int length = HeaderBytes + BinaryPrimitives.ReadUInt16BigEndian(shared[2..]);
            short target = shared[1] == leftOutTrack * 2 ? NotWanted : _target[shared[1]];
            if (target != NotWanted)
            {
                if (!wanted.IsEmpty)
                {
                    shared[..length].CopyTo(wanted[copied..]);
                    wanted[copied + 1] = (byte)target;
                }

                copied += length;
            }

            shared = shared[length..];
        }

        return copied;
    }
}
