using Headrace.Media.Timing;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>Addresses that have sent datagrams of a transport stream without RTP, until they have sent some: fixed places, one address each for a hash that nobody can foretell.</summary>
internal sealed class BareProbation
{
    /// <summary>Datagrams that an address must send within <see cref="Patience"/>.</summary>
    public const int Needed = 3;

    private const int Places = 256;

    /// <summary>See <see cref="Needed"/>.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    private readonly (UdpAddress Address, int Count, MonotonicTime Until)[] _places = new (UdpAddress, int, MonotonicTime)[Places];

    /// <summary>Takes a datagram; true for one with which its address has sent enough.</summary>
    public bool Add(in UdpAddress from, MonotonicTime now)
    {
        ref (UdpAddress Address, int Count, MonotonicTime Until) place = ref _places[(uint)HashCode.Combine(from) % Places];
        if (place.Address != from || now >= place.Until) place = (from, 0, now + Patience);
        if (++place.Count < Needed) return false;
        place = default;
        return true;
    }

    /// <summary>Does not hear an address until an instant, as long as nobody else takes its place.</summary>
    public void Mute(in UdpAddress from, MonotonicTime until) => _places[(uint)HashCode.Combine(from) % Places] = (from, int.MinValue / 2, until);
}
