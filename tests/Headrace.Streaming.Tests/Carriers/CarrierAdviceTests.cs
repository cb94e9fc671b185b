using Headrace.Media.Codecs;
using Headrace.Media.Codecs.G711;
using Headrace.Media.Codecs.PrivateData;
using Headrace.Media.Tracks;
using Headrace.Streaming.Carriers;

namespace Headrace.Streaming.Tests.Carriers;

/// <summary>What is advised where an output leaves a track out.</summary>
public sealed class CarrierAdviceTests
{
    private static readonly Track Sound = new(1, G711Format.Of(G711Codec.MuLaw), ParameterSets.Empty);

    [Fact]
    public void OutputsThatCarryACodecAreNamedAsTheTablesHaveThem()
    {
        Assert.Equal(OutputForm.All.Where(static form => form.Knows(G711Codec.MuLaw)), CarrierAdvice.FormsOf(Sound));
        string advice = CarrierAdvice.Of(Sound)!;
        foreach (OutputForm form in OutputForm.All)
        {
            foreach (string output in form.Outputs) Assert.Equal(form.Knows(G711Codec.MuLaw), advice.Contains(output, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void CodecThatIsAdvisedGoesOutOverAll()
    {
        Assert.EndsWith("; AAC goes out over all", CarrierAdvice.Of(Sound), StringComparison.Ordinal);
        Codec advised = KnownCodecs.All.Single(static codec => codec.DisplayName == "AAC");
        Assert.All(OutputForm.All, form => Assert.True(form.Knows(advised)));
    }

    [Fact]
    public void DataForWhichThereIsNoCodecThatAllCarryGetsItsOutputsAlone()
    {
        Track data = new(2, new PrivateDataFormat(PrivateDataCodec.Klv, 0x06, ReadOnlyMemory<byte>.Empty), ParameterSets.Empty);
        Assert.Equal("KLV goes out over SRT, MPEG-TS over UDP and HTTP and HLS with MPEG-TS", CarrierAdvice.Of(data));
    }

    [Fact]
    public void TrackThatAllCarryOrWillNeedsNoAdvice()
    {
        Assert.Null(CarrierAdvice.Of(new Track(1, TestFormats.Aac(48_000, 2), ParameterSets.Empty)));
        // Its parameter sets have not come yet: no output carries it now, and none leaves it out.
        Track picture = new(0, TestFormats.Small.Format, ParameterSets.Empty);
        Assert.NotNull(OutputForm.Mp4.WhyNot(picture));
        Assert.Null(CarrierAdvice.Of(picture));
    }
}
