namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>What a sender's marker bit has turned out to mean.</summary>
internal enum MarkerUse
{
    /// <summary>Not known yet: the first unit waits for the packet after it.</summary>
    Unknown,

    /// <summary>It ends a unit, as the specifications say.</summary>
    EndsUnit,

    /// <summary>It stands on each slice or NAL unit (some cameras): the next unit's first packet ends a unit.</summary>
    Meaningless,
}
