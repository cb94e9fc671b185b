using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Aac;

/// <summary>A program_config_element (ISO/IEC 14496-3, 4.4.1.1): which channels there are where no configuration number says it.</summary>
internal static class AacProgramConfig
{
    /// <summary>Passes over the element, up to its comment; gives the number of channels, 0 when it has none.</summary>
    public static int ReadChannels(ref BitReader reader)
    {
        reader.Skip(4 + 2 + 4);
        uint front = reader.Read(4);
        uint side = reader.Read(4);
        uint back = reader.Read(4);
        uint lowFrequency = reader.Read(2);
        uint associated = reader.Read(3);
        uint coupling = reader.Read(4);
        if (reader.ReadFlag()) reader.Skip(4);
        if (reader.ReadFlag()) reader.Skip(4);
        if (reader.ReadFlag()) reader.Skip(3);
        uint channels = lowFrequency;
        for (uint i = 0; i < front + side + back; i++)
        {
            channels += reader.ReadFlag() ? 2u : 1u;
            reader.Skip(4);
        }

        reader.Skip((int)(4 * lowFrequency + 4 * associated + 5 * coupling));
        reader.AlignToByte();
        reader.Skip((int)reader.Read(8) * 8);
        return reader.HasFailed ? 0 : (int)channels;
    }
}
