using System.Collections.Immutable;

namespace Headrace.Protocols.Rtp.Sdp;

internal static class SdpAttributes
{
    public static string? Find(ImmutableArray<SdpAttributeLine> attributes, string name)
    {
        foreach (SdpAttributeLine attribute in attributes)
        {
            if (attribute.Is(name)) return attribute.Value ?? "";
        }

        return null;
    }
}
