namespace Headrace.Streaming.Figures;

/// <summary>Why a unit did not go on to viewers.</summary>
public enum DropReason
{
    /// <summary>It did.</summary>
    None,

    /// <summary>Bytes of it were missing.</summary>
    Damaged,

    /// <summary>A picture that it refers to did not go on: the next random access point is waited for.</summary>
    MissingReference,

    /// <summary>It leads an open random access point, and refers to pictures before that point that did not go on.</summary>
    Leading,

    /// <summary>The timeline had no place for it; its causes say more.</summary>
    Timeline,

    /// <summary>Memory was short.</summary>
    Pressure,
}
