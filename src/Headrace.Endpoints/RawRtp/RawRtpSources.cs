using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>All sources that count, by address and SSRC, and by host. Under the receiver's lock.</summary>
internal sealed class RawRtpSources
{
    private static readonly List<RawRtpSource> None = [];

    private readonly Dictionary<Key, RawRtpSource> _sources = [];
    private readonly Dictionary<UdpAddress, List<RawRtpSource>> _hosts = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<RawRtpSource> All => _sources.Values;

    /// <summary>A source at an address.</summary>
    public bool TryGet(in UdpAddress address, uint ssrc, [NotNullWhen(true)] out RawRtpSource? source) => _sources.TryGetValue(new Key(address, ssrc), out source);

    /// <summary>The sources of a host.</summary>
    public IReadOnlyList<RawRtpSource> OfHost(in UdpAddress host) => _hosts.GetValueOrDefault(host, None);

    /// <summary>A source of a host, whatever its port; null for none.</summary>
    public RawRtpSource? Find(in UdpAddress host, uint ssrc)
    {
        foreach (RawRtpSource source in OfHost(host))
        {
            if (source.Ssrc == ssrc) return source;
        }

        return null;
    }

    /// <summary>Who sent the same before, from the same port or by the same name, or as the same known sender, and does not any more.</summary>
    public RawRtpSource? PredecessorOf(RawRtpSource source)
    {
        foreach (RawRtpSource other in OfHost(source.Host))
        {
            bool isSame = other.Address == source.Address || other.Ssrc == source.Ssrc || (source.Entry is not null && other.Entry == source.Entry);
            if (isSame && other.PayloadType == source.PayloadType && other.LastMedia < source.Since) return other;
        }

        return null;
    }

    /// <summary>Adds a source; there is none of its address and SSRC.</summary>
    public void Add(RawRtpSource source)
    {
        _sources.Add(new Key(source.Address, source.Ssrc), source);
        ref List<RawRtpSource>? host = ref CollectionsMarshal.GetValueRefOrAddDefault(_hosts, source.Host, out _);
        host ??= [];
        host.Add(source);
    }

    /// <summary>Forgets a source, and gives back what it holds.</summary>
    public void Remove(RawRtpSource source)
    {
        source.Dispose();
        if (!_sources.Remove(new Key(source.Address, source.Ssrc))) return;
        List<RawRtpSource> host = _hosts[source.Host];
        host.Remove(source);
        if (host.Count == 0) _hosts.Remove(source.Host);
    }

    private readonly record struct Key(UdpAddress Address, uint Ssrc)
    {
        // Asked for with every packet.
        public override int GetHashCode() => unchecked((int)(Address.Low ^ Address.High ^ Ssrc * 2_654_435_769u) ^ Address.Port * 40_503);
    }
}
