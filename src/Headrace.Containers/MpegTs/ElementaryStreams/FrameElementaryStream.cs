using System.Buffers;
using Headrace.Containers.MpegTs.Demuxing;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Containers.MpegTs.Reading;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>Sound whose units go into PES packets as they are: each frame has a header that it is found by.</summary>
internal abstract class FrameElementaryStream : ElementaryStream
{
    /// <summary>Greatest unit, in bytes: a packet that is no video says its length in 16 bits (ISO/IEC 13818-1, 2.4.3.7).</summary>
    private const int MaxUnit = ushort.MaxValue - PesHeader.MaxLength;

    /// <summary>What a frame looks like.</summary>
    protected abstract FrameSyntax Syntax { get; }

    public override string? WhyNot(Track track) => null;

    public override ElementaryStreamReader CreateReader(TsProgramStream stream, UnitAssemblerOptions options) =>
        new SingleFrameReader(Codec.CreateAssembler(null, ParameterSets.Empty, options), Syntax, options);

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
    }

    internal sealed override int Measure(AccessUnit unit, bool hasSets) => unit.Payload.Length <= MaxUnit ? unit.Payload.Length : 0;

    internal sealed override void Write(AccessUnit unit, bool hasSets, ref PesWriter output) => output.Write(unit.Payload.Span);
}
