namespace Headrace.Containers.MpegTs.Checking;

/// <summary>What a <see cref="TsChecker"/> looks at. All of it is of ISO/IEC 13818-1, where nothing else stands.</summary>
public enum TsRule
{
    /// <summary>What the reader finds: sync, counters, sections, lengths.</summary>
    Syntax,

    /// <summary>Tables come first, and at least each half second (ETSI TR 101 290, 5.2.1).</summary>
    Tables,

    /// <summary>A clock reference each 100 ms (2.7.2).</summary>
    ClockInterval,

    /// <summary>Clock references increase (2.4.2.2).</summary>
    ClockOrder,

    /// <summary>What is decoded comes before its time (2.4.2.6).</summary>
    LateData,

    /// <summary>Decode times increase within a stream.</summary>
    DecodeOrder,

    /// <summary>Nothing is presented before it is decoded.</summary>
    PresentationOrder,

    /// <summary>PES packets of a stream that is decoded have times (2.7.4, 2.7.5).</summary>
    MissingTime,
}
