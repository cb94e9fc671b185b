using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Codecs.G711;

public sealed class G711Tests
{
    [Theory]
    [InlineData(8000, 1, 160, 160)]
    [InlineData(8000, 2, 320, 160)]
    [InlineData(16000, 1, 640, 640)]
    public void DurationIsTheLength(int rate, int channels, int bytes, int duration)
    {
        List<Assembly.Unit> units = [];
        G711Format format = G711Format.Of(G711Codec.ALaw, rate, channels);
        using UnitAssembler assembler = G711Codec.ALaw.CreateAssembler(format, ParameterSets.Empty, Assembly.Options());
        Assembly.Feed(assembler, new byte[bytes], units);
        Assembly.Complete(assembler, units);
        Assert.Equal((duration, rate), (units[0].Facts.NominalDuration, units[0].Facts.Format.ClockRate));
    }

    [Fact]
    public void LessThanASampleOfEachChannelIsNone()
    {
        using UnitAssembler assembler = G711Codec.MuLaw.CreateAssembler(G711Format.Of(G711Codec.MuLaw, 8000, 2), ParameterSets.Empty, Assembly.Options());
        assembler.Add([0xFF]);
        Assert.False(assembler.TryComplete(false, out _));
        Assert.Equal(1, assembler.Faults.Malformed);
    }

    [Fact]
    public void TheLawsAreTwoCodecsThatHlsDoesNotCarry()
    {
        Assert.Equal(("G.711 µ-law 8 kHz mono", "G.711 A-law 16 kHz stereo"), (G711Format.Of(G711Codec.MuLaw).Description, G711Format.Of(G711Codec.ALaw, 16_000, 2).Description));
        Assert.NotEqual(G711Format.Of(G711Codec.ALaw), G711Format.Of(G711Codec.MuLaw));
        Assert.Null(G711Format.Of(G711Codec.MuLaw).Rfc6381);
        Assert.Equal(("PCMU", 0, "PCMA", 8), (G711Codec.MuLaw.EncodingName, G711Codec.MuLaw.PayloadType, G711Codec.ALaw.EncodingName, G711Codec.ALaw.PayloadType));
        using UnitAssembler assembler = G711Codec.MuLaw.CreateAssembler(null, ParameterSets.Empty, Assembly.Options());
        Assert.Equal(G711Format.Of(G711Codec.MuLaw), assembler.Format);
    }
}
