namespace Headrace.Streaming.Pressure;

/// <summary>How short memory is. What is done at a level is done at those above it too.</summary>
public enum PressureLevel
{
    /// <summary>There is enough.</summary>
    Normal,

    /// <summary>Half of the groups of pictures are held, and nothing that left the playlists.</summary>
    Low,

    /// <summary>One group of pictures is held; new viewers are refused.</summary>
    Medium,

    /// <summary>Playlists are as short as they may be; pictures that no other needs are not taken in.</summary>
    High,

    /// <summary>Of each group of pictures only the key frame is taken in; new streams are refused.</summary>
    Critical,
}
