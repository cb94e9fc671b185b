namespace Headrace.Streaming.Held;

/// <summary>Why there is no picture.</summary>
public enum KeyFramePictureFault
{
    /// <summary>There is one.</summary>
    None,

    /// <summary>The stream holds no key frame.</summary>
    NoKeyFrame,

    /// <summary>The codec cannot be given to the decoder.</summary>
    NotCarried,

    /// <summary>ffmpeg is not installed.</summary>
    NoProgram,

    /// <summary>Too many pictures are being decoded.</summary>
    Busy,

    /// <summary>The decoder failed, or took too long.</summary>
    Failed,
}
