namespace Headrace.Protocols.Rtp.PayloadFormats.Nal;

/// <summary>What is missing of a unit.</summary>
internal enum NalLoss
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Something before the first piece that was seen: of this unit, or units that it refers to.</summary>
    BeforeStart,

    /// <summary>Something of it, or of what it refers to.</summary>
    Inside,
}
