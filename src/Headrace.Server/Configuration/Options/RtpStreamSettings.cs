using System.Net;
using Headrace.Server.Configuration.Values;

namespace Headrace.Server.Configuration.Options;

/// <summary>A known sender: an entry of <c>rtp.streams</c>.</summary>
internal sealed record RtpStreamSettings
{
    /// <summary>Its synchronisation source, or null.</summary>
    public uint? Ssrc { get; init; }

    /// <summary>Where it sends from, or null.</summary>
    public IPAddress? Address { get; init; }

    /// <summary>A session description of what it sends.</summary>
    public SdpText Sdp { get; init; } = SdpText.None;
}
