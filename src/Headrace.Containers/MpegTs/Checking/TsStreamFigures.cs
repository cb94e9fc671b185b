namespace Headrace.Containers.MpegTs.Checking;

/// <summary>What a checker saw of an elementary stream.</summary>
public sealed class TsStreamFigures
{
    /// <summary>PES packets.</summary>
    public long Units { get; internal set; }

    /// <summary>Bytes in them, without their headers.</summary>
    public long Bytes { get; internal set; }

    /// <summary>PES packets that say that decoding may begin there.</summary>
    public long RandomAccessPoints { get; internal set; }

    /// <summary>Decode time of the first one, 33 bits.</summary>
    public long? First { get; internal set; }

    /// <summary>Decode time of the last one, 33 bits; null after a discontinuity.</summary>
    public long? Last { get; internal set; }
}
