using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.Ac3;
using Headrace.Media.Codecs.Framing;
using Headrace.Media.Codecs.MpegAudio;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Segments of packed audio (RFC 8216, 3.4): frames that tell their lengths, behind an ID3 tag that says the time of the first one at 90 kHz.</summary>
internal sealed class PackedAudioReader(ISegmentSink sink) : SegmentReader
{
    private const int TagHeader = 10;
    private const int FrameHeader = 10;

    /// <summary>Bytes of a tag; longer ones are refused.</summary>
    private const int MaxTag = 1024 * 1024;

    private static readonly ImmutableArray<FrameSyntax> Forms = [AdtsSyntax.Instance, MpegAudioCodec.Syntax, Ac3Codec.Syntax];

    private readonly ArrayBufferWriter<byte> _held = new();
    private FrameSyntax? _syntax;
    private UnitAssembler? _assembler;
    private long _next;
    private long _base;
    private long _samples;
    private int _rate;
    private bool _hasTags;
    private bool _hasTold;

    /// <summary>Whether bytes begin as such a segment does.</summary>
    public static bool Begins(ReadOnlySpan<byte> bytes) => bytes.StartsWith("ID3"u8) || FindSyntax(bytes) is not null;

    /// <summary>The time in an ID3 tag, 33 bits at 90 kHz (RFC 8216, 3.4); null where it has none.</summary>
    /// <param name="tag">The frames of the tag.</param>
    public static long? FindTimestamp(ReadOnlySpan<byte> tag)
    {
        ReadOnlySpan<byte> owner = "com.apple.streaming.transportStreamTimestamp\0"u8;
        while (tag.Length >= FrameHeader && tag[0] != 0)
        {
            int length = SyncSafe(tag[4..]);
            ReadOnlySpan<byte> body = tag[FrameHeader..];
            if (length > body.Length) return null;
            body = body[..length];
            if (tag.StartsWith("PRIV"u8) && body.StartsWith(owner) && body.Length >= owner.Length + sizeof(long)) return BinaryPrimitives.ReadInt64BigEndian(body[owner.Length..]) & TsTimestamp.Mask;
            tag = tag[(FrameHeader + length)..];
        }

        return null;
    }

    public override string? Begin(ReadOnlyMemory<byte> init, bool isAfterBreak, MonotonicTime now)
    {
        _held.ResetWrittenCount();
        (_hasTags, _base, _samples) = (false, _next, 0);
        return null;
    }

    public override string? Read(ReadOnlySpan<byte> bytes, MonotonicTime now)
    {
        _held.Write(bytes);
        ReadOnlySpan<byte> all = _held.WrittenSpan;
        if (!_hasTags && !TryTakeTags(ref all, out string? fault))
        {
            return fault;
        }

        int left = Split(all);
        byte[] rest = _held.WrittenSpan[^left..].ToArray();
        _held.ResetWrittenCount();
        _held.Write(rest);
        return null;
    }

    public override string? Complete() => _held.WrittenCount > 0 && _syntax is null ? "it has no frames of sound that are known here" : null;

    public override void Dispose() => _assembler?.Dispose();

    private bool TryTakeTags(ref ReadOnlySpan<byte> all, out string? fault)
    {
        fault = null;
        while (all.Length >= TagHeader && all.StartsWith("ID3"u8))
        {
            int length = SyncSafe(all[6..]);
            if (length > MaxTag) fault = "its ID3 tag is too long";
            if (fault is not null || all.Length < TagHeader + length) return false;
            if (FindTimestamp(all.Slice(TagHeader, length)) is { } time) _base = time;
            all = all[(TagHeader + length)..];
        }

        _hasTags = all.Length >= TagHeader;
        return _hasTags;
    }

    /// <summary>Hands on the frames that are whole, and gives the number of bytes that are left.</summary>
    private int Split(ReadOnlySpan<byte> all)
    {
        _syntax ??= FindSyntax(all);
        while (_syntax is not null && all.Length >= _syntax.HeaderLength)
        {
            if (!_syntax.TryMeasure(all, out FrameMeasure measure)) all = all[1..];
            else if (all.Length < measure.Length) break;
            else
            {
                Emit(all[..measure.Length], measure);
                all = all[measure.Length..];
            }
        }

        return all.Length;
    }

    private void Emit(ReadOnlySpan<byte> frame, in FrameMeasure measure)
    {
        _rate = measure.SampleRate;
        _assembler ??= _syntax!.Codec.CreateAssembler(null, ParameterSets.Empty, new UnitAssemblerOptions(MediaBufferPool.Shared, sink.Account));
        _assembler.Add(frame);
        long time = _base + Timebase.Rescale(_samples, _rate, TsTimestamp.ClockRate);
        _samples += measure.Samples;
        _next = _base + Timebase.Rescale(_samples, _rate, TsTimestamp.ClockRate) & TsTimestamp.Mask;
        if (!_assembler.TryComplete(isDamaged: false, out AssembledUnit unit)) return;
        if (!_hasTold) sink.OnTracks([new SegmentTrack(unit.Format.Codec, unit.Format, unit.ParameterSets, TsTimestamp.ClockRate, 33)]);
        _hasTold = true;
        sink.OnUnit(0, time & TsTimestamp.Mask, time & TsTimestamp.Mask, unit);
    }

    /// <summary>What stands at the start, where another frame that belongs to it stands behind.</summary>
    private static FrameSyntax? FindSyntax(ReadOnlySpan<byte> bytes)
    {
        foreach (FrameSyntax one in Forms)
        {
            if (bytes.Length < one.HeaderLength || !one.TryMeasure(bytes, out FrameMeasure measure)) continue;
            if (bytes.Length < measure.Length + one.HeaderLength || one.BelongTogether(bytes, bytes[measure.Length..])) return one;
        }

        return null;
    }

    private static int SyncSafe(ReadOnlySpan<byte> bytes) => (bytes[0] & 0x7F) << 21 | (bytes[1] & 0x7F) << 14 | (bytes[2] & 0x7F) << 7 | bytes[3] & 0x7F;
}
