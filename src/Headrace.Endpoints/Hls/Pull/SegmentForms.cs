using Headrace.Containers.MpegTs;

namespace Headrace.Endpoints.Hls.Pull;

/// <summary>Tells the form of a segment by its first bytes.</summary>
internal static class SegmentForms
{
    private const int TypeOffset = 4;

    /// <summary>The form of a segment.</summary>
    /// <param name="bytes">The segment.</param>
    /// <param name="hasInit">Whether it has an initialization section.</param>
    /// <param name="fault">Why it is none that is read here; else null.</param>
    public static SegmentForm Find(ReadOnlySpan<byte> bytes, bool hasInit, out string? fault)
    {
        fault = null;
        if (bytes.IsEmpty) fault = "it is empty";
        else if (IsTransportStream(bytes)) return SegmentForm.TransportStream;
        else if (IsMp4(bytes)) return SegmentForm.FragmentedMp4;
        else if (PackedAudioReader.Begins(bytes)) return SegmentForm.PackedAudio;
        else if (bytes.StartsWith("WEBVTT"u8)) fault = "it is a segment of subtitles";
        else if (hasInit) return SegmentForm.FragmentedMp4;
        else fault = "it is neither MPEG-TS nor fragmented MP4 nor packed audio; if it is encrypted, its playlist does not say so";
        return SegmentForm.Unknown;
    }

    /// <summary>A reader of a form that is known.</summary>
    public static SegmentReader Create(SegmentForm form, ISegmentSink sink) => form switch
    {
        SegmentForm.TransportStream => new TsSegmentReader(sink),
        SegmentForm.FragmentedMp4 => new Mp4SegmentReader(sink),
        _ => new PackedAudioReader(sink),
    };

    private static bool IsTransportStream(ReadOnlySpan<byte> bytes) =>
        bytes[0] == TsPacket.SyncByte && (bytes.Length <= TsPacket.Size || bytes[TsPacket.Size] == TsPacket.SyncByte);

    private static bool IsMp4(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length < TypeOffset + 4) return false;
        ReadOnlySpan<byte> type = bytes.Slice(TypeOffset, 4);
        return type.SequenceEqual("styp"u8) || type.SequenceEqual("ftyp"u8) || type.SequenceEqual("moof"u8) || type.SequenceEqual("sidx"u8) || type.SequenceEqual("prft"u8)
            || type.SequenceEqual("emsg"u8) || type.SequenceEqual("moov"u8) || type.SequenceEqual("mdat"u8) || type.SequenceEqual("free"u8) || type.SequenceEqual("skip"u8);
    }
}
