using System.Buffers.Binary;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.G726;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;

namespace Headrace.Containers.ByteStreams;

/// <summary>
/// Samples behind the header of Sun's audio files, which says what they are; theirs have the most significant byte first, too.
/// <code>
/// | .snd 32 | offset of the samples 32 | bytes of them 32, all ones when not known | encoding 32 | samples a second 32 | channels 32 |
/// </code>
/// </summary>
/// <param name="codec">The codec.</param>
/// <param name="encodingOf">The number of a format's encoding; 0 where it has none.</param>
internal sealed class AuByteStream(Codec codec, Func<AudioFormat, uint> encodingOf) : ByteStream
{
    private const int HeaderLength = 24;

    public override Codec Codec => codec;

    public override string Name => "au";

    public override string MediaType => "audio/basic";

    /// <summary>µ-law or A-law.</summary>
    public static AuByteStream Of(G711Codec law) => new(law, law == G711Codec.MuLaw ? static _ => 1 : static _ => 27);

    /// <summary>16 or 24 bits.</summary>
    public static AuByteStream Of(LinearPcmCodec width) => new(width, width == LinearPcmCodec.L16 ? static _ => 3 : static _ => 4);

    /// <summary>G.722.</summary>
    public static AuByteStream OfG722() => new(G722Codec.Instance, static _ => 24);

    /// <summary>G.726, which came from G.721 and G.723: 32, 24 and 40 kbit/s, in one order of its codes.</summary>
    public static AuByteStream OfG726() => new(
        G726Codec.Instance,
        static format => format is not G726Format { Packing: G726Packing.LeastSignificantFirst } g726 ? 0u : g726.BitsPerSample switch { 3 => 25, 4 => 23, 5 => 26, _ => 0u });

    public override string? WhyNot(Track track) => encodingOf((AudioFormat)track.Format) > 0 ? null : "audio files of Sun have no number for its bit rate and the order of its codes";

    public override void Begin(Track track, MediaBufferWriter output)
    {
        AudioFormat format = (AudioFormat)track.Format;
        Span<byte> header = output.Reserve(HeaderLength);
        ".snd"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], HeaderLength);
        BinaryPrimitives.WriteUInt32BigEndian(header[8..], uint.MaxValue);
        BinaryPrimitives.WriteUInt32BigEndian(header[12..], encodingOf(format));
        BinaryPrimitives.WriteInt32BigEndian(header[16..], format.SampleRate);
        BinaryPrimitives.WriteInt32BigEndian(header[20..], format.Channels);
    }

    public override void Write(AccessUnit unit, bool hasSets, MediaBufferWriter output) => output.Write(unit.Payload.Span);
}
