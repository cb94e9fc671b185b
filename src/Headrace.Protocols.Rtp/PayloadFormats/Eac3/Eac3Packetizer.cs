using Headrace.Media.Codecs.Eac3;
using Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

namespace Headrace.Protocols.Rtp.PayloadFormats.Eac3;

/// <summary>Sends E-AC-3 (RFC 4598, 4.1.1): fragments are of one type.</summary>
internal sealed class Eac3Packetizer(int maxPayloadBytes) : SyncFramePacketizer(Eac3Codec.Syntax, maxPayloadBytes)
{
    protected override byte TypeOf(bool isFirst, int length, int frameLength) => SyncFramePayload.FirstFragment;
}
