using Headrace.Protocols.Rtp.Packets;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>The last names (CNAME) that were told of sources before those were known: senders say them at once and then only every few seconds. Fixed in size, the oldest goes.</summary>
internal sealed class CnameMemory
{
    private const int Places = 64;

    private readonly (UdpAddress Host, uint Ssrc, int Length)[] _sources = new (UdpAddress, uint, int)[Places];
    private readonly byte[] _names = new byte[Places * RtcpWriter.MaxCnameLength];
    private int _next;

    /// <summary>Keeps a name.</summary>
    public void Add(in UdpAddress host, uint ssrc, ReadOnlySpan<byte> cname)
    {
        int place = _next;
        _next = (_next + 1) % Places;
        _sources[place] = (host, ssrc, cname.Length);
        cname.CopyTo(_names.AsSpan(place * RtcpWriter.MaxCnameLength));
    }

    /// <summary>The name that was told last of a source; empty where none was.</summary>
    public ReadOnlySpan<byte> Find(in UdpAddress host, uint ssrc)
    {
        for (int i = 1; i <= Places; i++)
        {
            int place = (_next + Places - i) % Places;
            if (_sources[place].Ssrc == ssrc && _sources[place].Length > 0 && _sources[place].Host == host) return _names.AsSpan(place * RtcpWriter.MaxCnameLength, _sources[place].Length);
        }

        return default;
    }
}
