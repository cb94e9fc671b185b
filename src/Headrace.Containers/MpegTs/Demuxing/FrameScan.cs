namespace Headrace.Containers.MpegTs.Demuxing;

/// <summary>What bytes are, to one who looks for frames that tell their own length.</summary>
public enum FrameScan
{
    /// <summary>A frame begins here, and its length is known.</summary>
    Frame,

    /// <summary>A frame may begin here; more bytes will tell.</summary>
    NeedsMore,

    /// <summary>No frame begins here.</summary>
    None,
}
