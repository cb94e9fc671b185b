using System.Collections.Immutable;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>A session description (RFC 8866). Immutable; read by <see cref="SdpReader"/>, written by <see cref="SdpWriter"/>.</summary>
public sealed record SessionDescription
{
    /// <summary>The <c>o=</c> line.</summary>
    public SdpOrigin Origin { get; init; } = SdpOrigin.Default;

    /// <summary>The <c>s=</c> line; empty where it is missing.</summary>
    public string Name { get; init; } = "";

    /// <summary>The <c>i=</c> line, or null.</summary>
    public string? Information { get; init; }

    /// <summary>The <c>u=</c> line, or null.</summary>
    public string? Uri { get; init; }

    /// <summary>The <c>c=</c> line, or null.</summary>
    public SdpConnection? Connection { get; init; }

    /// <summary>The <c>b=</c> lines.</summary>
    public ImmutableArray<SdpBandwidth> Bandwidths { get; init; } = [];

    /// <summary>The <c>t=</c> lines' values; <c>0 0</c> is written where there are none.</summary>
    public ImmutableArray<string> Times { get; init; } = [];

    /// <summary>The session's attributes in order.</summary>
    public ImmutableArray<SdpAttributeLine> Attributes { get; init; } = [];

    /// <summary>The media in order.</summary>
    public ImmutableArray<MediaDescription> Media { get; init; } = [];

    /// <summary>The control URL of the whole (RFC 2326, C.1.1), or null.</summary>
    public string? Control => Find("control");

    /// <summary>Direction of all media that name none.</summary>
    public SdpDirection? Direction => SdpDirections.Find(Attributes);

    /// <summary>The value of the first attribute of a name; null when it is missing, empty for a property.</summary>
    public string? Find(string name) => SdpAttributes.Find(Attributes, name);
}
