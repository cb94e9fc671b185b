using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>How PES packets carry the units of one codec. Stateless; one instance a codec, registered in <see cref="TsElementaryStreams"/>.</summary>
public abstract class ElementaryStream
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>What the program map table says that it is: one of <see cref="TsStreamType"/>.</summary>
    public abstract byte StreamType { get; }

    /// <summary>The stream type of a track, where formats of the codec have several.</summary>
    public virtual byte StreamTypeOf(Track track) => StreamType;

    /// <summary>stream_id of its PES packets (ISO/IEC 13818-1, table 2-22).</summary>
    public abstract byte StreamId { get; }

    /// <summary>stream_id of the PES packets of a track, where formats of the codec have several.</summary>
    public virtual byte StreamIdOf(Track track) => StreamId;

    /// <summary>Why a track of the codec cannot be carried (yet), or null when it can.</summary>
    public abstract string? WhyNot(Track track);

    /// <summary>Why players of HLS do not take it from segments of MPEG-TS, as a clause for people; null where they do.</summary>
    public virtual string? WhyNotInSegments => null;

    /// <summary>True when an entry of a program map table means this codec.</summary>
    /// <param name="streamType">The entry's stream type.</param>
    /// <param name="descriptors">The entry's descriptors.</param>
    public abstract bool Matches(byte streamType, ReadOnlySpan<byte> descriptors);

    /// <summary>Makes what turns the PES packets of a stream that <see cref="Matches"/> into units: of the readers in <see cref="Demuxing"/>, or one of the codec's own.</summary>
    /// <param name="stream">The stream, as the program map table describes it.</param>
    /// <param name="options">Where units come from, and who pays.</param>
    public abstract ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options);

    /// <summary>The format, where the program map table says it; null where the media does.</summary>
    public virtual TrackFormat? FormatOf(TsProgramStream stream) => null;

    /// <summary>Writes what the program map table says besides the stream type, of a track for which <see cref="WhyNot"/> gives null.</summary>
    internal abstract void WriteDescriptors(Track track, IBufferWriter<byte> output);

    /// <summary>Bytes that a unit takes in its PES packet; 0 when this one cannot be carried.</summary>
    /// <param name="unit">The unit.</param>
    /// <param name="hasSets">Whether the track's parameter sets go before it.</param>
    internal abstract int Measure(AccessUnit unit, bool hasSets);

    /// <summary>Writes exactly the bytes that <see cref="Measure"/> gave.</summary>
    internal abstract void Write(AccessUnit unit, bool hasSets, ref PesWriter output);
}
