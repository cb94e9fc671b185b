namespace Headrace.Containers.Flv.Amf;

/// <summary>What the values of one message or tag may cost. Beyond a limit reading ends with a fault.</summary>
internal static class AmfLimits
{
    /// <summary>Levels of objects and arrays in one another.</summary>
    public const int MaxDepth = 16;

    /// <summary>Properties and items of all values together. The table of key frames of a file of some hours fits.</summary>
    public const int MaxElements = 16_384;

    /// <summary>Bytes of one text or name.</summary>
    public const int MaxTextBytes = 64 * 1024;
}
