using System.Buffers.Binary;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.Mp4;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.Reading;

/// <summary>
/// The packets in the body of a tag of audio or video, or of such a message of RTMP. For use in <c>foreach</c>; allocates nothing, copies nothing.
/// <code>
/// classic (FLV 10.1, E.4.2 and E.4.3):
///   video | frame type 4, codec 4 | H.264: packet type 8, composition offset 24 | data |
///   audio | format 4, rate 2, size 1, channels 1 | AAC: packet type 8 | data |
/// enhanced (Enhanced RTMP v2, ExVideoTagHeader and ExAudioTagHeader):
///   video | 1, frame type 3, packet type 4 | (ModEx: size - 1: 8, data, kind 4, packet type 4)* | multitrack: kind 4, packet type 4 | FourCC 32 | packet |
///   audio | 9: 4, packet type 4 | as above |
///   tracks (FourCC 32)? | number 8 | (size 24)? | packet |
/// </code>
/// </summary>
/// <param name="kind">Audio or video.</param>
/// <param name="body">The body.</param>
public readonly ref struct FlvPackets(MediaKind kind, ReadOnlySpan<byte> body)
{
    /// <summary>The codec number of H.265 that vendors used before there was an enhanced form.</summary>
    internal const int VendorH265 = 12;

    private readonly MediaKind _kind = kind;
    private readonly ReadOnlySpan<byte> _body = body;

    /// <summary>Begins before the first packet.</summary>
    public Enumerator GetEnumerator() => new(_kind, _body);

    /// <summary>Walks the packets.</summary>
    public ref struct Enumerator
    {
        private const int ExAudioFormat = 9;
        private const int CommandFrame = 5;
        private const int VideoMultitrack = 6;
        private const int AudioMultitrack = 5;
        private const int ModExPacket = 7;
        private const int NanosecondModEx = 0;

        private readonly MediaKind _kind;
        private ReadOnlySpan<byte> _rest;
        private FlvPacket _current;
        private byte _flags;
        private int _packetType;
        private int _nanoseconds;
        private FourCc _fourCc;
        private FlvMultitrack _multitrack;
        private bool _hasBegun;

        internal Enumerator(MediaKind kind, ReadOnlySpan<byte> body)
        {
            _kind = kind;
            _rest = body;
        }

        /// <summary>The packet.</summary>
        public readonly FlvPacket Current => _current;

        /// <summary>True when the walk ended at bytes that have no meaning.</summary>
        public bool IsBroken { get; private set; }

        /// <summary>Goes to the next packet; false after the last one or where the body is broken.</summary>
        public bool MoveNext()
        {
            if (_hasBegun) return _multitrack is FlvMultitrack.ManyTracks or FlvMultitrack.ManyCodecs && !_rest.IsEmpty && ReadTrack();
            _hasBegun = true;
            if (_rest.IsEmpty) return false;
            _flags = Take(1)[0];
            bool isEnhanced = _kind == MediaKind.Video ? _flags >> 7 != 0 : _flags >> 4 == ExAudioFormat;
            if (!isEnhanced) return _kind == MediaKind.Video ? ReadClassicVideo() : ReadClassicAudio();
            _packetType = _flags & 15;
            return ReadEnhanced();
        }

        private readonly int MultitrackPacket => _kind == MediaKind.Video ? VideoMultitrack : AudioMultitrack;

        private readonly bool IsKeyFrame => _kind == MediaKind.Audio || (_flags >> 4 & 7) is 1 or 4;

        private bool ReadClassicVideo()
        {
            int codec = _flags & 15;
            if (_flags >> 4 == CommandFrame) return false;
            TagBody? carrier = FlvTagBodies.FindClassic(MediaKind.Video, codec);
            FlvPacketKind packet = FlvPacketKind.Frames;
            int offset = 0;
            if (carrier?.HasCompositionOffset == true)
            {
                if (_rest.Length < 4) return Break();
                packet = ClassicKind(_rest[0]);
                offset = ReadOffset(_rest[1..]);
                _rest = _rest[4..];
            }

            return Give(packet, carrier, codec, 0, offset, TakeAll());
        }

        private bool ReadClassicAudio()
        {
            int format = _flags >> 4;
            TagBody? carrier = FlvTagBodies.FindClassic(MediaKind.Audio, format);
            FlvPacketKind packet = FlvPacketKind.Frames;
            if (carrier?.HasSequenceHeader == true)
            {
                if (_rest.IsEmpty) return Break();
                packet = ClassicKind(Take(1)[0]);
            }

            return Give(packet, carrier, format, 0, 0, TakeAll());
        }

        private bool ReadEnhanced()
        {
            while (_packetType == ModExPacket)
            {
                if (!TryReadModEx()) return Break();
            }

            // A command to seek has a byte behind it and no media.
            if (_kind == MediaKind.Video && (_flags >> 4 & 7) == CommandFrame && Meaning() != FlvPacketKind.Metadata) return false;
            if (_packetType == MultitrackPacket)
            {
                if (_rest.IsEmpty) return Break();
                byte kinds = Take(1)[0];
                (_multitrack, _packetType) = ((FlvMultitrack)(kinds >> 4), kinds & 15);
                if (_multitrack > FlvMultitrack.ManyCodecs || _packetType == MultitrackPacket || _packetType == ModExPacket) return Break();
                if (_multitrack != FlvMultitrack.ManyCodecs && !TryReadFourCc()) return Break();
                return ReadTrack();
            }

            return TryReadFourCc() ? GiveEnhanced(0, TakeAll()) : Break();
        }

        private bool ReadTrack()
        {
            if (_multitrack == FlvMultitrack.ManyCodecs && !TryReadFourCc()) return Break();
            if (_rest.IsEmpty) return Break();
            int track = Take(1)[0];
            if (_multitrack == FlvMultitrack.OneTrack) return GiveEnhanced(track, TakeAll());
            if (_rest.Length < 3) return Break();
            int length = ReadUInt24(Take(3));
            return length <= _rest.Length ? GiveEnhanced(track, Take(length)) : Break();
        }

        private bool TryReadModEx()
        {
            if (_rest.IsEmpty) return false;
            int length = Take(1)[0] + 1;
            if (length == 256)
            {
                if (_rest.Length < 2) return false;
                length = BinaryPrimitives.ReadUInt16BigEndian(Take(2)) + 1;
            }

            if (_rest.Length < length + 1) return false;
            ReadOnlySpan<byte> data = Take(length);
            byte kinds = Take(1)[0];
            _packetType = kinds & 15;
            if (kinds >> 4 == NanosecondModEx && length >= 3) _nanoseconds = Math.Min(ReadUInt24(data), 999_999);
            return true;
        }

        private bool TryReadFourCc()
        {
            if (_rest.Length < 4) return false;
            _fourCc = new FourCc(Take(4));
            return true;
        }

        private bool GiveEnhanced(int track, ReadOnlySpan<byte> data)
        {
            FlvPacketKind packet = Meaning();
            TagBody? carrier = FlvTagBodies.Find(_kind, _fourCc);
            int offset = 0;
            bool hasOffset = _kind == MediaKind.Video && _packetType == (int)FlvPacketKind.Frames && carrier?.HasCompositionOffset == true;
            if (hasOffset)
            {
                if (data.Length < 3) return Break();
                offset = ReadOffset(data);
                data = data[3..];
            }

            return Give(packet, carrier, -1, track, offset, data);
        }

        // Numbers of VideoPacketType; sound has the first three, and 4 for the layout of channels.
        private readonly FlvPacketKind Meaning() => _packetType switch
        {
            0 => FlvPacketKind.SequenceStart,
            1 => FlvPacketKind.Frames,
            3 when _kind == MediaKind.Video => FlvPacketKind.Frames,
            2 => FlvPacketKind.SequenceEnd,
            4 => FlvPacketKind.Metadata,
            5 => FlvPacketKind.TsSequenceStart,
            _ => FlvPacketKind.Other,
        };

        private static FlvPacketKind ClassicKind(byte packetType) => packetType switch
        {
            0 => FlvPacketKind.SequenceStart,
            1 => FlvPacketKind.Frames,
            2 => FlvPacketKind.SequenceEnd,
            _ => FlvPacketKind.Other,
        };

        private bool Give(FlvPacketKind packet, TagBody? carrier, int classicId, int track, int offset, ReadOnlySpan<byte> data)
        {
            _current = new FlvPacket
            {
                Kind = _kind,
                Packet = packet,
                Track = track,
                Carrier = carrier,
                ClassicId = classicId,
                FourCc = _fourCc,
                Flags = _flags,
                IsKeyFrame = IsKeyFrame,
                CompositionOffset = offset,
                NanosecondOffset = _nanoseconds,
                Data = data,
            };
            return true;
        }

        private ReadOnlySpan<byte> Take(int length)
        {
            ReadOnlySpan<byte> taken = _rest[..length];
            _rest = _rest[length..];
            return taken;
        }

        private ReadOnlySpan<byte> TakeAll() => Take(_rest.Length);

        private static int ReadUInt24(ReadOnlySpan<byte> bytes) => bytes[0] << 16 | bytes[1] << 8 | bytes[2];

        private static int ReadOffset(ReadOnlySpan<byte> bytes) => ReadUInt24(bytes) << 8 >> 8;

        private bool Break()
        {
            _rest = [];
            _multitrack = FlvMultitrack.OneTrack;
            IsBroken = true;
            return false;
        }
    }
}
