using System.Collections.Immutable;

namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>Names of directions.</summary>
internal static class SdpDirections
{
    private static readonly (string Name, SdpDirection Direction)[] Names =
    [
        ("sendrecv", SdpDirection.SendReceive),
        ("sendonly", SdpDirection.SendOnly),
        ("recvonly", SdpDirection.ReceiveOnly),
        ("inactive", SdpDirection.Inactive),
    ];

    /// <summary>The attribute's name.</summary>
    public static string NameOf(SdpDirection direction) => Names[(int)direction].Name;

    internal static SdpDirection? Find(ImmutableArray<SdpAttributeLine> attributes)
    {
        foreach (SdpAttributeLine attribute in attributes)
        {
            foreach ((string name, SdpDirection direction) in Names)
            {
                if (attribute.Is(name)) return direction;
            }
        }

        return null;
    }
}
