using System.Buffers;
using Headrace.Containers.MpegTs.Muxing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>Sound whose units go into PES packets as they are: each frame has a header that it is found by.</summary>
internal abstract class FrameElementaryStream : ElementaryStream
{
    /// <summary>Greatest unit, in bytes: a packet that is no video says its length in 16 bits (ISO/IEC 13818-1, 2.4.3.7).</summary>
    private const int MaxUnit = ushort.MaxValue - PesHeader.MaxLength;

    public override string? WhyNot(Track track) => null;

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output)
    {
    }

    internal sealed override int Measure(AccessUnit unit, bool hasSets) => unit.Payload.Length <= MaxUnit ? unit.Payload.Length : 0;

    internal sealed override void Write(AccessUnit unit, bool hasSets, ref PesWriter output) => output.Write(unit.Payload.Span);
}
