namespace Headrace.Media.Codecs.Av1;

/// <summary>Kinds of frames (AV1, 6.8.2: frame_type).</summary>
internal enum Av1FrameType : byte
{
    /// <summary>Refers to nothing; shown, it lets nothing refer to what was before.</summary>
    Key,

    /// <summary>Refers to others.</summary>
    Inter,

    /// <summary>Refers to nothing, but frames after it may refer to what was before.</summary>
    IntraOnly,

    /// <summary>Refers to others, and lets streams of other rates be changed for one another.</summary>
    Switch,
}
