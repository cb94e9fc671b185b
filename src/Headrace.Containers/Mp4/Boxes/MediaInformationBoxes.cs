namespace Headrace.Containers.Mp4.Boxes;

/// <summary>The parts of <c>minf</c> that say the same in every fragmented file: media header, data reference, empty sample tables.</summary>
internal static class MediaInformationBoxes
{
    private const uint DataInThisFile = 1;

    /// <summary>Writes <c>vmhd</c> (ISO/IEC 14496-12, 12.1.2); its flags are 1 by definition.</summary>
    public static void WriteVideoHeader(BoxWriter output)
    {
        using BoxScope box = output.FullBox(BoxTypes.Vmhd, 0, 1);
        output.Zeros(8);
    }

    /// <summary>Writes <c>smhd</c> (ISO/IEC 14496-12, 12.2.2), balance in the middle.</summary>
    public static void WriteSoundHeader(BoxWriter output)
    {
        using BoxScope box = output.FullBox(BoxTypes.Smhd, 0, 0);
        output.Zeros(4);
    }

    /// <summary>Writes <c>dinf</c> with one reference to the file itself (ISO/IEC 14496-12, 8.7).</summary>
    public static void WriteDataReference(BoxWriter output)
    {
        using BoxScope container = output.Box(BoxTypes.Dinf);
        using BoxScope references = output.FullBox(BoxTypes.Dref, 0, 0);
        output.UInt32(1);
        output.FullHeader(BoxTypes.Url, BoxWriter.FullHeaderSize, 0, DataInThisFile);
    }

    /// <summary>Writes the sample tables that must be there though they are empty (ISO/IEC 14496-12, 8.6.1.2, 8.7.3 to 8.7.5).</summary>
    public static void WriteEmptyTables(BoxWriter output)
    {
        WriteEmpty(output, BoxTypes.Stts, 4);
        WriteEmpty(output, BoxTypes.Stsc, 4);
        WriteEmpty(output, BoxTypes.Stsz, 8);
        WriteEmpty(output, BoxTypes.Stco, 4);
    }

    private static void WriteEmpty(BoxWriter output, FourCc type, int fields)
    {
        output.FullHeader(type, BoxWriter.FullHeaderSize + fields, 0, 0);
        output.Zeros(fields);
    }
}
