using System.Buffers.Binary;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Flv.Muxing;

/// <summary>
/// Tags (FLV 10.1, E.3 and E.4.1).
/// <code>
/// | type 8 | size 24 | timestamp: lower 24, upper 8 | stream 24: 0 | body | size of tag 32 |
/// </code>
/// </summary>
internal sealed class FlvTagFraming : FlvFraming
{
    public override string Name => "flv";

    public override void Write(MediaBufferWriter output, FlvTagType type, uint timestamp, ReadOnlySpan<byte> head, ReadOnlySpan<byte> rest)
    {
        int body = head.Length + rest.Length;
        int size = FlvFileHeader.TagHeaderLength + body;
        Span<byte> tag = output.Reserve(size + sizeof(uint));
        tag[0] = (byte)type;
        WriteUInt24(tag[1..], body);
        WriteUInt24(tag[4..], (int)(timestamp & 0xFFFFFF));
        tag[7] = (byte)(timestamp >> 24);
        tag[8..FlvFileHeader.TagHeaderLength].Clear();
        head.CopyTo(tag[FlvFileHeader.TagHeaderLength..]);
        rest.CopyTo(tag[(FlvFileHeader.TagHeaderLength + head.Length)..]);
        BinaryPrimitives.WriteUInt32BigEndian(tag[size..], (uint)size);
    }
}
