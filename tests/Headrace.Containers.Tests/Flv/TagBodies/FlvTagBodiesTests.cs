using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.Tests.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.G722;
using Headrace.Media.Codecs.LinearPcm;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.Flv.TagBodies;

public sealed class FlvTagBodiesTests
{
    public static TheoryData<string, Track, string> NotCarried => new()
    {
        { "no name", new Track(0, G722Format.Of(1), ParameterSets.Empty), "FLV does not carry G.722 here: there is no name for it" },
        { "the other order of bytes", new Track(0, LinearPcmFormat.Of(LinearPcmCodec.L16, 44_100, 2), ParameterSets.Empty), "FLV does not carry PCM of 16 bits here: its samples would have to be turned round" },
        { "layer II", TestTracks.Mp2, "FLV does not carry MPEG layer II here: there is no name for it" },
        { "G.711 of another rate", new Track(0, G711Format.Of(G711Codec.ALaw, 16_000), ParameterSets.Empty), "FLV has it at 8 kHz with one channel or two only" },
        { "G.711 of three channels", new Track(0, G711Format.Of(G711Codec.MuLaw, channels: 3), ParameterSets.Empty), "FLV has it at 8 kHz with one channel or two only" },
    };

    [Theory]
    [MemberData(nameof(NotCarried))]
    public void WhatFlvCannotSayIsNamed(string name, Track track, string expected)
    {
        Assert.False(FlvTagBodies.CanCarry(track, out string? reason), name);
        Assert.Equal(expected, reason);
    }

    [Fact]
    public void EveryCodecIsCarriedOrHasAReasonNotToBe() =>
        Assert.Equal(KnownCodecs.All.ToHashSet(), [.. FlvTagBodies.All.Select(body => body.Codec), .. FlvGaps.All.Select(gap => gap.Codec)]);

    /// <summary>FLV 10.1, E.4.2.1: format, rate of 44 kHz or what stands for it, 16 bits, one channel or two.</summary>
    [Theory]
    [InlineData(1, 0x72, 0x82)]
    [InlineData(2, 0x73, 0x83)]
    public void FlagsOfG711SayItsLawAndItsChannels(int channels, byte aLaw, byte muLaw)
    {
        foreach ((G711Codec law, byte flags) in new[] { (G711Codec.ALaw, aLaw), (G711Codec.MuLaw, muLaw) })
        {
            TagBody body = FlvTagBodies.Find(law)!;
            Assert.Equal(flags, body.FlagsOf(new Track(0, G711Format.Of(law, channels: channels), ParameterSets.Empty)));
            Assert.Equal(G711Format.Of(law, channels: channels), body.Assume(flags, isClassic: true).Format);
        }
    }
}
