using Headrace.Media.Codecs.Ac3;
using Headrace.Protocols.Rtp.PayloadFormats.SyncFrames;

namespace Headrace.Protocols.Rtp.PayloadFormats.Ac3;

/// <summary>Sends AC-3 (RFC 4184, 4.1.1): the type of a first fragment says whether five eighths of the frame are in it, which can be decoded alone.</summary>
internal sealed class Ac3Packetizer(int maxPayloadBytes) : SyncFramePacketizer(Ac3Codec.Syntax, maxPayloadBytes)
{
    protected override byte TypeOf(bool isFirst, int length, int frameLength) =>
        !isFirst ? SyncFramePayload.OtherFragment : length * 8 >= frameLength * 5 ? SyncFramePayload.FirstFragment : SyncFramePayload.ShortFirstFragment;
}
