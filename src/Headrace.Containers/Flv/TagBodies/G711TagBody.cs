using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>G.711 (FLV 10.1, E.4.2.1: formats 7 and 8): at 8 kHz.</summary>
/// <param name="codec">Which law.</param>
/// <param name="classicId">Its format.</param>
internal sealed class G711TagBody(G711Codec codec, int classicId) : TagBody
{
    private const byte SixteenBits = 2;

    public override Codec Codec => codec;

    public override int ClassicId => classicId;

    public override string? WhyNot(Track track) =>
        track.Format is G711Format { SampleRate: G711Format.DefaultSampleRate, Channels: 1 or 2 } ? null : "FLV has it at 8 kHz with one channel or two only";

    public override FlvSequence Assume(byte flags, bool isClassic) =>
        new(G711Format.Of(codec, channels: isClassic && (flags & 1) != 0 ? 2 : 1), ParameterSets.Empty);

    internal override byte FlagsOf(Track track) => (byte)(classicId << 4 | SixteenBits | (((G711Format)track.Format).Channels > 1 ? 1 : 0));
}
