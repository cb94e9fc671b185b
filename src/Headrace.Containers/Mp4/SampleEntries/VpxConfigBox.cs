using Headrace.Containers.Mp4.Boxes;
using Headrace.Media.Codecs.Vpx;

namespace Headrace.Containers.Mp4.SampleEntries;

/// <summary>The box <c>vpcC</c> of VP8 and VP9: the record behind version 1 and flags.</summary>
internal static class VpxConfigBox
{
    private const byte Version = 1;
    private const int VersionAndFlags = 4;

    /// <summary>Writes the box.</summary>
    public static void Write(BoxWriter output, in VpxConfig config)
    {
        using BoxScope box = output.FullBox(BoxTypes.VpcC, Version, 0);
        config.Write(output.Reserve(VpxConfig.Length));
    }

    /// <summary>Finds and reads the box of a sample entry. False where there is none, or one of the drafts' versions.</summary>
    public static bool TryFind(in Box entry, out VpxConfig config)
    {
        config = default;
        return VisualSampleEntry.TryFind(entry, BoxTypes.VpcC, out ReadOnlySpan<byte> content)
            && content.Length > VersionAndFlags
            && content[0] == Version
            && VpxConfig.TryRead(content[VersionAndFlags..], out config);
    }
}
