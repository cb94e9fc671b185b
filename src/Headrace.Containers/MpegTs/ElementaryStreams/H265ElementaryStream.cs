using System.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;

namespace Headrace.Containers.MpegTs.ElementaryStreams;

/// <summary>H.265 (ISO/IEC 13818-1, 2.17). The registration is for receivers that do not know the stream type.</summary>
internal sealed class H265ElementaryStream : NalElementaryStream
{
    private const byte AnySlices = 0x50;

    public override Codec Codec => H265Codec.Instance;

    public override byte StreamType => TsStreamType.H265;

    private static ReadOnlySpan<byte> Registration => "HEVC"u8;

    public override bool Matches(byte streamType, ReadOnlySpan<byte> descriptors) =>
        streamType == TsStreamType.H265 || (streamType == TsStreamType.PrivateData && TsDescriptors.IsRegistered(descriptors, Registration));

    internal override void WriteDescriptors(Track track, IBufferWriter<byte> output) => TsDescriptors.Write(output, TsDescriptors.RegistrationTag, Registration);

    // H.265, 7.3.2.5; 7.4.2.2: its temporal layer is the picture's.
    protected override int WriteDelimiter(AccessUnit unit, Span<byte> destination)
    {
        (destination[0], destination[1], destination[2]) = ((byte)H265NalType.Delimiter << 1, (byte)(unit.TemporalId + 1), PictureType(unit, AnySlices));
        return 3;
    }
}
