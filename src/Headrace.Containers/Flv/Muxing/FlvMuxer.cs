using System.Buffers;
using System.Buffers.Binary;
using System.Collections.Immutable;
using Headrace.Containers.Flv.Reading;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Media.Buffers;
using Headrace.Media.Timing;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Muxing;

/// <summary>
/// Writes the units of a stream's tracks as messages: H.264, AAC, MP3 and G.711 in the classic form, other codecs in the enhanced one; the first track of a kind plain, so that players
/// of before play it, further ones as tracks of their own. Timestamps are those of the path in milliseconds and wrap at 32 bits. Writing a unit allocates nothing but what the
/// output rents, except where a configuration goes before it. A plain transform: single-threaded, no clock.
/// </summary>
public sealed class FlvMuxer(FlvFraming framing)
{
    private const int MaxHead = 16;
    private const byte Enhanced = 0x80;
    private const byte EnhancedSound = 0x90;
    private const byte KeyFrame = 0x10;
    private const byte InterFrame = 0x20;
    private const int Multitrack = 6;
    private const int SoundMultitrack = 5;
    private const byte CodedFramesX = 3;

    private readonly List<FlvMuxerTrack> _tracks = [];
    private readonly ArrayBufferWriter<byte> _scratch = new();

    /// <summary>Units that could not be carried: of tracks that are not there, or too large.</summary>
    public long RefusedUnits { get; private set; }

    /// <summary>True when a track of pictures is written.</summary>
    public bool HasVideo => Has(MediaKind.Video);

    /// <summary>True when a track of sound is written.</summary>
    public bool HasAudio => Has(MediaKind.Audio);

    /// <summary>A unit's timestamp: its decode time in milliseconds.</summary>
    public static uint TimestampOf(AccessUnit unit) => (uint)Milliseconds(unit.DecodeTime, unit.Track);

    /// <summary>Says which tracks there are. Those that FLV does not carry are left out (<see cref="FlvTagBodies.CanCarry"/> names them).</summary>
    /// <returns>True when what <see cref="WriteEntry"/> says is another thing than before.</returns>
    public bool SetTracks(ImmutableArray<Track> tracks)
    {
        bool isOther = _tracks.RemoveAll(known => !tracks.Any(track => track.Id == known.Track.Id && track.Codec == known.Track.Codec)) > 0;
        foreach (Track track in tracks)
        {
            if (!FlvTagBodies.CanCarry(track, out _)) continue;
            if (Find(track.Id) is not { } known)
            {
                _tracks.Add(new FlvMuxerTrack(track, FlvTagBodies.Find(track.Codec)!));
                isOther = true;
            }
            else if (!ReferenceEquals(known.Track, track))
            {
                known.Track = track;
                isOther = true;
            }
        }

        _tracks.Sort(static (a, b) => a.Track.Id.CompareTo(b.Track.Id));
        Number(MediaKind.Video);
        Number(MediaKind.Audio);
        return isOther;
    }

    /// <summary>Writes what a viewer needs before the unit at which he begins: metadata and the configuration of each track. Nothing changes for others.</summary>
    /// <param name="before">The unit.</param>
    /// <param name="output">Where to.</param>
    /// <returns>Bytes of the metadata, which comes first: who goes on after a skip does not need it.</returns>
    public int WriteEntry(AccessUnit before, MediaBufferWriter output)
    {
        int start = output.Length;
        uint timestamp = TimestampOf(before);
        _scratch.ResetWrittenCount();
        FlvMetadataWriter.Write(_scratch, [.. _tracks.Where(static track => track.Number == 0)]);

        // At time 0, wherever it stands: ffmpeg takes metadata of another time for subtitles.
        framing.Write(output, FlvTagType.Script, 0, _scratch.WrittenSpan, []);
        int metadata = output.Length - start;
        foreach (FlvMuxerTrack track in _tracks)
        {
            bool isOwn = track.Track.Id == before.Track.Id;
            if (isOwn) track.Track = before.Track;

            // Whoever reads has had an entry: what was never written need not come again. Another one comes with the unit itself.
            if (!track.HasWrittenHeader) track.NoteHeader();
            if (track.Body.HasSequenceHeader && !(isOwn && track.NeedsHeader)) WriteHeader(track, timestamp, output);
        }

        return metadata;
    }

    /// <summary>Writes a unit, and its track's configuration before it where that is another one. False when it cannot be carried: nothing was written.</summary>
    public bool TryWrite(AccessUnit unit, MediaBufferWriter output)
    {
        if (Find(unit.Track.Id) is not { } track || !ReferenceEquals(track.Body.Codec, unit.Track.Codec) || unit.Payload.Length > FlvFraming.MaxBody - MaxHead)
        {
            RefusedUnits++;
            return false;
        }

        track.Track = unit.Track;
        uint timestamp = TimestampOf(unit);
        if (track.NeedsHeader)
        {
            WriteHeader(track, timestamp, output);
            track.NoteHeader();
        }

        Span<byte> head = stackalloc byte[MaxHead];
        int offset = (int)(Milliseconds(unit.PresentationTime, unit.Track) - Milliseconds(unit.DecodeTime, unit.Track));
        bool isKey = unit.RandomAccess.IsPoint;
        int length = WriteHead(track, FlvPacketKind.Frames, isKey, offset, head);
        framing.Write(output, TypeOf(track), timestamp, head[..length], unit.Payload.Span);
        return true;
    }

    private static long Milliseconds(long ticks, Track track) => Timebase.Rescale(ticks, track.ClockRate, 1000);

    private static FlvTagType TypeOf(FlvMuxerTrack track) => track.Track.Kind == MediaKind.Video ? FlvTagType.Video : FlvTagType.Audio;

    private void WriteHeader(FlvMuxerTrack track, uint timestamp, MediaBufferWriter output)
    {
        Span<byte> head = stackalloc byte[MaxHead];
        int length = WriteHead(track, FlvPacketKind.SequenceStart, true, 0, head);
        _scratch.ResetWrittenCount();
        track.Body.WriteSequenceHeader(track.Track, _scratch);
        framing.Write(output, TypeOf(track), timestamp, head[..length], _scratch.WrittenSpan);
    }

    /// <summary>Writes what is in the body before data, and gives its length.</summary>
    private static int WriteHead(FlvMuxerTrack track, FlvPacketKind packet, bool isKey, int offset, Span<byte> head)
    {
        bool isVideo = track.Track.Kind == MediaKind.Video;
        byte frame = isKey ? KeyFrame : InterFrame;
        if (track.IsClassic) return isVideo ? WriteClassicVideo(track, packet, frame, offset, head) : WriteClassicAudio(track, packet, head);
        byte type = isVideo && packet == FlvPacketKind.Frames && track.Body.HasCompositionOffset && offset == 0 ? CodedFramesX : (byte)packet;
        bool hasOffset = type == (byte)FlvPacketKind.Frames && track.Body.HasCompositionOffset;
        byte first = isVideo ? (byte)(Enhanced | frame) : EnhancedSound;
        int length = 0;
        head[length++] = (byte)(first | (track.Number == 0 ? type : isVideo ? Multitrack : SoundMultitrack));
        if (track.Number > 0) head[length++] = (byte)((int)FlvMultitrack.OneTrack << 4 | type);
        BinaryPrimitives.WriteUInt32BigEndian(head[length..], track.Body.FourCc!.Value.Value);
        length += sizeof(uint);
        if (track.Number > 0) head[length++] = (byte)track.Number;
        return hasOffset ? WriteOffset(offset, head, length) : length;
    }

    private static int WriteClassicVideo(FlvMuxerTrack track, FlvPacketKind packet, byte frame, int offset, Span<byte> head)
    {
        head[0] = (byte)(frame | track.Body.FlagsOf(track.Track));
        if (!track.Body.HasCompositionOffset) return 1;
        head[1] = (byte)packet;
        return WriteOffset(offset, head, 2);
    }

    private static int WriteClassicAudio(FlvMuxerTrack track, FlvPacketKind packet, Span<byte> head)
    {
        head[0] = track.Body.FlagsOf(track.Track);
        if (!track.Body.HasSequenceHeader) return 1;
        head[1] = (byte)packet;
        return 2;
    }

    private static int WriteOffset(int offset, Span<byte> head, int at)
    {
        (head[at], head[at + 1], head[at + 2]) = ((byte)(offset >> 16), (byte)(offset >> 8), (byte)offset);
        return at + 3;
    }

    /// <summary>Numbers the tracks of a kind, in order. One that is not the first needs a name of the enhanced form.</summary>
    private void Number(MediaKind kind)
    {
        int number = 0;
        foreach (FlvMuxerTrack track in _tracks.Where(track => track.Track.Kind == kind).ToArray())
        {
            if (number > byte.MaxValue || (number > 0 && track.Body.FourCc is null))
            {
                _tracks.Remove(track);
                continue;
            }

            if (track.Number != number) track.ForgetHeader();
            track.Number = number++;
        }
    }

    private bool Has(MediaKind kind)
    {
        foreach (FlvMuxerTrack track in _tracks)
        {
            if (track.Track.Kind == kind) return true;
        }

        return false;
    }

    private FlvMuxerTrack? Find(int trackId)
    {
        foreach (FlvMuxerTrack track in _tracks)
        {
            if (track.Track.Id == trackId) return track;
        }

        return null;
    }
}
