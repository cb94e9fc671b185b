using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using Headrace.Containers.MpegTs;
using Headrace.Streaming.Ts;

namespace Headrace.Endpoints.Forwarding.Udp;

/// <summary>What the query of a URL over UDP says.</summary>
internal sealed record UdpTargetOptions
{
    /// <summary>Bytes of transport packets in a datagram.</summary>
    public int DatagramBytes { get; private init; } = TsPacketGroup.DatagramBytes;

    /// <summary>Hops that datagrams to a group may take.</summary>
    public int TimeToLive { get; private init; } = 16;

    /// <summary>The interface, by name or address, that datagrams leave by; null: the one that the routes choose.</summary>
    public string? Interface { get; private init; }

    /// <summary>True for MPEG-TS in RTP (RFC 2250).</summary>
    public bool IsTsInRtp { get; private init; }

    /// <summary>True where all tracks of RTP go to one port, each by an SSRC and a payload type of its own (RFC 8860, RFC 9143).</summary>
    public bool IsBundled { get; private init; }

    /// <summary>Reads the query. False, and what is wrong as a clause for people, for what is not known.</summary>
    /// <param name="url">The URL.</param>
    /// <param name="isRtp">True where packets of RTP are sent.</param>
    /// <param name="options">The options.</param>
    /// <param name="fault">What is wrong.</param>
    public static bool TryRead(ForwardUrl url, bool isRtp, [NotNullWhen(true)] out UdpTargetOptions? options, [NotNullWhen(false)] out string? fault)
    {
        const int MostPackets = 40;
        UdpTargetOptions read = new();
        options = null;
        fault = url.Port == 0 ? "it names no port" : null;
        foreach ((string key, string value) in url.Query)
        {
            bool isNumber = int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int number);
            switch (key)
            {
                case "pkt_size" when isNumber && number > 0 && number % TsPacket.Size == 0 && number / TsPacket.Size <= MostPackets:
                    read = read with { DatagramBytes = number };
                    break;
                case "pkt_size":
                    fault ??= $"pkt_size is a multiple of {TsPacket.Size} up to {MostPackets * TsPacket.Size}";
                    break;
                case "ttl" when isNumber && number is >= 0 and <= 255:
                    read = read with { TimeToLive = number };
                    break;
                case "ttl":
                    fault ??= "ttl is a number from 0 to 255";
                    break;
                case "interface" or "localaddr" when value.Length > 0:
                    read = read with { Interface = value };
                    break;
                case "format" when isRtp && value is "mpegts":
                    read = read with { IsTsInRtp = true };
                    break;
                case "bundle" when isRtp && bool.TryParse(value, out bool isBundled):
                    read = read with { IsBundled = isBundled };
                    break;
                default:
                    // What has no value may be one.
                    fault ??= $"{(value.Length > 0 ? $"the parameter {key}" : "a parameter")} is not known here; allowed: pkt_size, ttl, interface, localaddr{(isRtp ? ", format=mpegts, bundle=true" : "")}";
                    break;
            }
        }

        if (fault is not null) return false;
        options = read;
        return true;
    }
}
