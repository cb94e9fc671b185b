namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>Why a stream of the program, or all of it, is left out.</summary>
public enum TsOmission
{
    /// <summary>Nothing here reads its stream type.</summary>
    Unknown,

    /// <summary>Its packets are scrambled.</summary>
    Scrambled,

    /// <summary>There are as many tracks as may be without it.</summary>
    TooMany,
}
