using Headrace.Media.Bits;

namespace Headrace.Media.Codecs;

/// <summary>The messages of a SEI NAL unit (H.264, 7.3.2.3.1; H.265, 7.3.5): type and size in bytes of up to 255, then the content.</summary>
internal static class SeiMessages
{
    /// <summary>Goes to the content of the first message of a type. False when there is none.</summary>
    public static bool TrySkipTo(ref BitReader reader, uint wanted, int maxSize)
    {
        while (reader.HasMoreRbspData)
        {
            uint type = ReadNumber(ref reader);
            uint size = ReadNumber(ref reader);
            if (reader.HasFailed || size > maxSize) return false;
            if (type == wanted) return true;
            reader.Skip((int)size * 8);
        }

        return false;
    }

    private static uint ReadNumber(ref BitReader reader)
    {
        uint value = 0;
        uint part;
        do
        {
            part = reader.Read(8);
            value += part;
        }
        while (part == 255);
        return value;
    }
}
