using System.Numerics;
using Headrace.Media.Timing;
using Headrace.Protocols.Rtp.Packets;

namespace Headrace.Protocols.Rtp.Receiving;

/// <summary>
/// Sources that nobody knows yet. One counts when two of its packets came in order (RFC 3550, A.1); before that nothing is allocated for it, however many there are: candidates have
/// fixed places, a few for each group of hosts, so that a host that makes many up crowds out its own alone. It also remembers sources that are not to be heard for some time. Single-threaded.
/// </summary>
/// <typeparam name="TAddress">Where packets come from: host and port.</typeparam>
public sealed class RtpProbation<TAddress>
    where TAddress : struct, IEquatable<TAddress>
{
    /// <summary>Groups of hosts.</summary>
    public const int Groups = 32;

    /// <summary>Candidates of a group of hosts.</summary>
    public const int Places = 32;

    /// <summary>Greatest length in bytes of a first packet that is kept for when its source counts; longer ones are lost.</summary>
    public const int MaxKeptBytes = 1500;

    /// <summary>How long the second packet is waited for.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly Candidate[] _candidates = new Candidate[Groups * Places];
    private readonly byte[] _kept = GC.AllocateUninitializedArray<byte>(Groups * Places * MaxKeptBytes);
    private uint _chance = 0x9E37_79B9;

    /// <summary>Candidates, and sources that were muted, that had to go before their time was over.</summary>
    public long Evicted { get; private set; }

    /// <summary>Takes a packet of a source that is not known.</summary>
    /// <param name="address">Where it comes from.</param>
    /// <param name="hostHash">A hash of the host alone, which others cannot foretell.</param>
    /// <param name="packet">The packet.</param>
    /// <param name="now">When it came.</param>
    /// <param name="first">For a source that passed: its first packet, until the next call; empty where it was too long.</param>
    /// <param name="firstArrival">When that came.</param>
    public RtpProbationVerdict Add(in TAddress address, int hostHash, in RtpPacket packet, MonotonicTime now, out ReadOnlySpan<byte> first, out MonotonicTime firstArrival)
    {
        int place = Find(address, packet.Ssrc, hostHash);
        first = default;
        firstArrival = now;
        if (place < 0) place = Vacate(hostHash, now);
        ref Candidate candidate = ref _candidates[place];
        bool isAlive = candidate.IsAliveAt(now) && candidate.Is(address, packet.Ssrc);
        if (isAlive && candidate.IsMuted) return RtpProbationVerdict.Muted;
        if (isAlive && candidate.Next == packet.SequenceNumber)
        {
            first = _kept.AsSpan(place * MaxKeptBytes, candidate.KeptBytes);
            firstArrival = candidate.Arrival;
            candidate = default;
            return RtpProbationVerdict.Passed;
        }

        ReadOnlySpan<byte> bytes = packet.Bytes.Length <= MaxKeptBytes ? packet.Bytes : default;
        bytes.CopyTo(_kept.AsSpan(place * MaxKeptBytes));
        candidate = new Candidate(address, packet.Ssrc, packet.SequenceNumber.Next, now, now + Patience, bytes.Length, IsMuted: false);
        return RtpProbationVerdict.Waits;
    }

    /// <summary>Hears a source no more until an instant, as long as there is room to remember it.</summary>
    public void Mute(in TAddress address, int hostHash, uint ssrc, MonotonicTime now, MonotonicTime until)
    {
        int place = Find(address, ssrc, hostHash);
        if (place < 0) place = Vacate(hostHash, now);
        _candidates[place] = new Candidate(address, ssrc, default, now, until, 0, IsMuted: true);
    }

    private int Find(in TAddress address, uint ssrc, int hostHash)
    {
        int start = StartOf(hostHash);
        for (int i = start; i < start + Places; i++)
        {
            if (_candidates[i].Is(address, ssrc)) return i;
        }

        return -1;
    }

    private int Vacate(int hostHash, MonotonicTime now)
    {
        int start = StartOf(hostHash);
        for (int i = start; i < start + Places; i++)
        {
            if (!_candidates[i].IsAliveAt(now)) return i;
        }

        // Whoever goes is chosen by chance: of more sources that begin together than there are places, each passes in the end.
        Evicted++;
        _chance ^= _chance << 13;
        _chance ^= _chance >> 17;
        _chance ^= _chance << 5;
        return start + (int)(_chance % Places);
    }

    private static int StartOf(int hostHash) => (int)(BitOperations.RotateLeft((uint)hostHash * 2_654_435_769u, 7) % Groups) * Places;

    private readonly record struct Candidate(TAddress Address, uint Ssrc, SequenceNumber Next, MonotonicTime Arrival, MonotonicTime Until, int KeptBytes, bool IsMuted)
    {
        public bool IsAliveAt(MonotonicTime now) => now < Until;

        public bool Is(in TAddress address, uint ssrc) => Ssrc == ssrc && Until != default && Address.Equals(address);
    }
}
