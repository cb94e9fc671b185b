using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>
/// VP8 and VP9 as IVF, the form of their own tools: a header, and before each frame its size and time. All numbers have their least byte first.
/// <code>
/// | DKIF | version 16, length of the header 16 | codec 32 | width 16, height 16 | ticks a second 32, 1: 32 | frames 32, 0 | 0: 32 |
/// | size 32 | time 64 | frame |
/// </code>
/// </summary>
internal sealed class IvfByteStream : ByteStream
{
    private const int HeaderLength = 32;
    private const int FrameHeaderLength = 12;

    private readonly uint _code;

    public IvfByteStream(Codec codec, ReadOnlySpan<byte> code)
    {
        Codec = codec;
        _code = BinaryPrimitives.ReadUInt32LittleEndian(code);
    }

    public override Codec Codec { get; }

    public override string Name => "ivf";

    public override string MediaType => "video/x-ivf";

    public override string? WhyNot(Track track) => null;

    public override void Begin(Track track, MediaBufferWriter output)
    {
        VideoFormat format = (VideoFormat)track.Format;
        Span<byte> header = output.Reserve(HeaderLength);
        header.Clear();
        "DKIF"u8.CopyTo(header);
        BinaryPrimitives.WriteUInt16LittleEndian(header[6..], HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(header[8..], _code);
        BinaryPrimitives.WriteUInt16LittleEndian(header[12..], (ushort)format.Width);
        BinaryPrimitives.WriteUInt16LittleEndian(header[14..], (ushort)format.Height);
        BinaryPrimitives.WriteInt32LittleEndian(header[16..], format.ClockRate);
        BinaryPrimitives.WriteUInt32LittleEndian(header[20..], 1);
    }

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output)
    {
        Span<byte> header = output.Reserve(FrameHeaderLength);
        BinaryPrimitives.WriteInt32LittleEndian(header, unit.Payload.Length);
        BinaryPrimitives.WriteInt64LittleEndian(header[4..], unit.PresentationTime);
        output.Write(unit.Payload.Span);
    }
}
