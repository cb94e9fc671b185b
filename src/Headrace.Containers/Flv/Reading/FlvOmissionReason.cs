namespace Headrace.Containers.Flv.Reading;

/// <summary>Why a track is left out.</summary>
public enum FlvOmissionReason
{
    /// <summary>Nothing here reads its codec.</summary>
    Unknown,

    /// <summary>There are as many tracks as may be without it.</summary>
    TooMany,
}
