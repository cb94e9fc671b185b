using Headrace.Containers.Flv;
using Headrace.Containers.Flv.Muxing;
using Headrace.Containers.Flv.Reading;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;
using Headrace.Streaming.Branches;
using Headrace.Streaming.Flv;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Streaming.Tests.Flv;

/// <summary>One who reads live FLV and notes its tags.</summary>
internal sealed class FlvListener : ICursorOwner, IDisposable
{
    private readonly FlvCursor _cursor;

    public FlvListener(LiveStream stream, MonotonicTime now)
    {
        _cursor = new FlvCursor(this, stream, FlvBranch.Acquire(stream, FlvFraming.Tags));
        _cursor.Begin(now);
    }

    public string Protocol => "test";

    public List<byte> Bytes { get; } = [];

    public int Groups { get; private set; }

    public long Skips => _cursor.Skips;

    public List<CursorSkip> Told { get; } = [];

    public SessionEndReason? End { get; private set; }

    public List<Tag> Tags { get; } = [];

    public IEnumerable<Tag> Frames(FlvTagType type) => Tags.Where(tag => tag.Type == type && tag.Packet == FlvPacketKind.Frames);

    /// <summary>Reads all there is now.</summary>
    public void Read(MonotonicTime now)
    {
        while (_cursor.TryNext(now, out MediaBuffer buffer))
        {
            Groups++;
            Bytes.AddRange(buffer.Span);
            ReadTags(buffer.Span);
            buffer.Release();
        }
    }

    public void Dispose() => _cursor.Dispose();

    void ICursorOwner.OnSkip(in CursorSkip skip) => Told.Add(skip);

    void ICursorOwner.End(SessionEndReason reason) => End = reason;

    private void ReadTags(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            FlvTagType type = (FlvTagType)bytes[0];
            int length = bytes[1] << 16 | bytes[2] << 8 | bytes[3];
            uint time = (uint)(bytes[7] << 24 | bytes[4] << 16 | bytes[5] << 8 | bytes[6]);
            if (type == FlvTagType.Script) Tags.Add(new Tag(type, FlvPacketKind.Metadata, time, 0, false));
            else AddPackets(type, bytes.Slice(FlvFileHeader.TagHeaderLength, length), time);
            bytes = bytes[(FlvFileHeader.TagHeaderLength + length + 4)..];
        }
    }

    private void AddPackets(FlvTagType type, ReadOnlySpan<byte> body, uint time)
    {
        FlvPackets.Enumerator packets = new FlvPackets(type == FlvTagType.Video ? MediaKind.Video : MediaKind.Audio, body).GetEnumerator();
        while (packets.MoveNext()) Tags.Add(new Tag(type, packets.Current.Packet, time, time + packets.Current.CompositionOffset, packets.Current.IsKeyFrame));
        Assert.False(packets.IsBroken);
    }

    public sealed record Tag(FlvTagType Type, FlvPacketKind Packet, uint Time, long Presentation, bool IsKey);
}
