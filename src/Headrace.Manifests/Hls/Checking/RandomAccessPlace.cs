namespace Headrace.Manifests.Hls.Checking;

/// <summary>Where one can begin to decode in a piece of media.</summary>
public enum RandomAccessPlace
{
    /// <summary>Nowhere.</summary>
    None,

    /// <summary>At a sample behind the first.</summary>
    Within,

    /// <summary>At its first sample.</summary>
    AtStart,
}
