using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>Access units of one codec one behind the other, without a container: what codec analysers and <c>ffmpeg -f</c> read.</summary>
public abstract class ByteStream
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>The name under which tools know the form: <c>h264</c>, <c>hevc</c>, <c>adts</c>.</summary>
    public abstract string Name { get; }

    /// <summary>Its media type.</summary>
    public abstract string MediaType { get; }

    /// <summary>True when each unit is a picture of JPEG as it is written.</summary>
    public virtual bool IsJpeg => false;

    /// <summary>Why a track of the codec has no such form, as a clause for people; null when it has.</summary>
    public abstract string? WhyNot(Track track);

    /// <summary>Appends what stands before the first unit: nothing, unless the form has a header.</summary>
    /// <param name="track">The track, as it is for the first unit.</param>
    /// <param name="output">Where to.</param>
    public virtual void Begin(Track track, MediaBufferWriter output)
    {
    }

    /// <summary>Appends a unit of a track that <see cref="WhyNot"/> says nothing against.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="hasSets">True to write the parameter sets before it: where decoding may begin, and where they changed.</param>
    /// <param name="output">Where to.</param>
    public abstract void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output);
}
