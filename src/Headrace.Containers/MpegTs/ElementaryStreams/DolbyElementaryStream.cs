using System.Buffers;
using System.Text;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>
/// AC-3 and E-AC-3. Written as ATSC has them (A/52, annexes A and G): a stream type of their own and a registration. Read as DVB has them too (ETSI EN 300 468, annex D): private
/// data with a descriptor.
/// </summary>
internal class DolbyElementaryStream(Codec codec, FrameSyntax syntax, byte streamType, byte dvbTag, string registration) : FrameElementaryStream
{
    private const byte PrivateStream = 0xBD;

    private readonly byte[] _registration = Encoding.ASCII.GetBytes(registration);

    public sealed override Codec Codec => codec;

    public sealed override byte StreamType => streamType;

    public sealed override byte StreamId => PrivateStream;

    protected sealed override FrameSyntax Syntax => syntax;

    public sealed override bool Matches(byte type, ReadOnlySpan<byte> descriptors) =>
        type == streamType || (type == TsStreamType.PrivateData && (TsDescriptors.TryFind(descriptors, dvbTag, out _) || TsDescriptors.IsRegistered(descriptors, _registration)));

    internal sealed override void WriteDescriptors(Track track, IBufferWriter<byte> output) => TsDescriptors.Write(output, TsDescriptors.RegistrationTag, _registration);
}
