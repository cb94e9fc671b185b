using System.Collections.Immutable;
using System.Globalization;
using System.Net;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Protocols.Rtp.Sdp;
using Headrace.Transport.Udp;

namespace Headrace.Endpoints.RawRtp;

/// <summary>A known sender, ready to be compared with those that come. Immutable.</summary>
internal sealed class RawRtpEntry
{
    private readonly UdpAddress? _host;
    private readonly ImmutableArray<ImmutableArray<uint>> _ssrcs = [];

    public RawRtpEntry(RawRtpStreamOptions options)
    {
        Options = options;
        _host = options.Address is { } address ? UdpAddress.Of(new IPEndPoint(address, 0)) : null;
        if (options.Sdp is null || !SdpReader.TryRead(options.Sdp.AsSpan(), out SessionDescription sdp, out _)) return;
        Tracks = [.. sdp.Media.Select(medium => RtpPayloadFormats.TryRead(medium, out RtpTrackDescription? track, out _) ? track : null).OfType<RtpTrackDescription>()];
        _ssrcs = [.. sdp.Media.Where(medium => RtpPayloadFormats.TryRead(medium, out _, out _)).Select(SsrcsOf)];
    }

    /// <summary>What the user wrote.</summary>
    public RawRtpStreamOptions Options { get; }

    /// <summary>What it sends by its session description; empty where that is found out.</summary>
    public ImmutableArray<RtpTrackDescription> Tracks { get; } = [];

    /// <summary>True where the sender has a session description.</summary>
    public bool IsDescribed => !Tracks.IsEmpty;

    /// <summary>True for a source of this sender.</summary>
    /// <param name="host">Where it sends from, without port.</param>
    /// <param name="ssrc">The source.</param>
    public bool Fits(in UdpAddress host, uint ssrc) =>
        (_host is null || _host == host) && (Options.Ssrc is null || Options.Ssrc == ssrc || _ssrcs.Any(ssrcs => ssrcs.Contains(ssrc)));

    /// <summary>Which of <see cref="Tracks"/> a source sends: by its SSRC where the description names some, else by its payload type; null for none.</summary>
    public int? TrackOf(uint ssrc, byte payloadType)
    {
        for (int i = 0; i < Tracks.Length; i++)
        {
            if (_ssrcs[i].Contains(ssrc)) return i;
        }

        for (int i = 0; i < Tracks.Length; i++)
        {
            if (Tracks[i].PayloadType == payloadType) return i;
        }

        // Senders that number their packets otherwise than their description.
        return Tracks.Length == 1 && payloadType >= StaticPayloadTypes.FirstDynamic && Tracks[0].PayloadType >= StaticPayloadTypes.FirstDynamic ? 0 : null;
    }

    private static ImmutableArray<uint> SsrcsOf(MediaDescription medium) =>
    [
        .. medium.Attributes.Where(line => line.Is("ssrc") && line.Value is not null)
            .Select(line => uint.TryParse(line.Value!.Split(' ')[0], NumberStyles.None, CultureInfo.InvariantCulture, out uint ssrc) ? ssrc : (uint?)null).OfType<uint>().Distinct(),
    ];
}
