using System.Text;
using Headrace.Manifests.Dash;
using Headrace.Manifests.Dash.Reading;
using Headrace.TestKit;

namespace Headrace.Manifests.Tests.Dash;

public sealed class MpdReaderTests
{
    [Fact]
    public void WhatIsWrittenIsReadAgain()
    {
        foreach (Mpd mpd in new[] { MpdSamples.Listed(), MpdSamples.LowLatency(), MpdSamples.Listed() with { IsDynamic = false, MediaPresentationDuration = TimeSpan.FromSeconds(40.5), Publish = null } })
        {
            List<MpdFault> faults = [];
            Assert.True(MpdReader.TryRead(MpdSamples.Text(mpd), out Mpd? read, faults));
            Assert.Empty(faults);
            Assert.Equal(mpd, read);
        }
    }

    [Fact]
    public void ManifestIsWrittenInTheOrderOfTheSchema()
    {
        string text = Encoding.UTF8.GetString(MpdSamples.Text(MpdSamples.LowLatency()));
        Assert.StartsWith("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<MPD ", text, StringComparison.Ordinal);
        Assert.Contains(" availabilityStartTime=\"2026-03-01T12:00:00Z\" publishTime=\"2026-03-01T12:00:40Z\" minimumUpdatePeriod=\"PT1S\" ", text, StringComparison.Ordinal);
        Assert.Contains("<Location>manifest.mpd?s=1&amp;token=a</Location>", text, StringComparison.Ordinal);
        Assert.Contains("<Latency referenceId=\"0\" target=\"2000\" max=\"4000\" min=\"1000\" />", text, StringComparison.Ordinal);
        Assert.Contains("<Period id=\"p0\" start=\"PT0.5S\">", text, StringComparison.Ordinal);
        Assert.Contains(
            "<SegmentTemplate media=\"hls/90000/a-s$Number$.m4s\" initialization=\"hls/90000/a-init0.mp4\" duration=\"180000\" startNumber=\"10\" timescale=\"90000\" presentationTimeOffset=\"45000\" availabilityTimeOffset=\"1.8\" availabilityTimeComplete=\"false\" />",
            text,
            StringComparison.Ordinal);
        string listed = Encoding.UTF8.GetString(MpdSamples.Text(MpdSamples.Listed()));
        Assert.Contains("<S t=\"1845000\" d=\"180000\" r=\"9\" />", listed, StringComparison.Ordinal);
    }

    [Fact]
    public void TemplateIsInheritedAttributeByAttribute()
    {
        const string Text = """
            <MPD xmlns="urn:mpeg:dash:schema:mpd:2011" profiles="x" type="static" minBufferTime="PT1S"><Period><AdaptationSet mimeType="video/mp4" codecs="av01">
            <SegmentTemplate timescale="1000" duration="2000" media="$RepresentationID$/$Number%05d$.m4s" initialization="$RepresentationID$/i.mp4"/>
            <Representation id="a" bandwidth="1"/><Representation id="b" bandwidth="1"><SegmentTemplate startNumber="7"/></Representation></AdaptationSet></Period></MPD>
            """;
        List<MpdFault> faults = [];
        Assert.True(MpdReader.TryRead(Encoding.UTF8.GetBytes(Text), out Mpd? mpd, faults));
        Assert.Empty(faults);
        Assert.Equal([1L, 7L], mpd.Periods[0].AdaptationSets[0].Representations.ToArray().Select(one => one.Segments.StartNumber));
        Assert.All(mpd.Periods[0].AdaptationSets[0].Representations.ToArray(), one => Assert.Equal(("av01", 1000, 2000L), (one.Codecs, one.Segments.Timescale, one.Segments.Duration)));
    }

    [Theory]
    [InlineData("<MPD/>", MpdFaultKind.NotAnMpd)]
    [InlineData("#EXTM3U", MpdFaultKind.NotAnMpd)]
    [InlineData("<!DOCTYPE a [<!ENTITY b \"c\">]><MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\">&b;</MPD>", MpdFaultKind.NotAnMpd)]
    [InlineData("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"\" minBufferTime=\"2 s\"><Period/></MPD>", MpdFaultKind.Malformed)]
    [InlineData("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"\"><Period/></MPD>", MpdFaultKind.MissingAttribute)]
    [InlineData("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"\" minBufferTime=\"PT2S\"/>", MpdFaultKind.MissingElement)]
    [InlineData("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"\" minBufferTime=\"PT2S\"><Period/><Location/></MPD>", MpdFaultKind.Misplaced)]
    [InlineData("<MPD xmlns=\"urn:mpeg:dash:schema:mpd:2011\" profiles=\"\" minBufferTime=\"PT2S\"><BaseURL/><Period/></MPD>", MpdFaultKind.NotRead)]
    public void FaultOfATextIsNamed(string text, MpdFaultKind kind)
    {
        List<MpdFault> faults = [];
        Assert.Equal(kind != MpdFaultKind.NotAnMpd, MpdReader.TryRead(Encoding.UTF8.GetBytes(text), out _, faults));
        Assert.Equal(kind, Assert.Single(faults).Kind);
    }

    [Fact]
    public void LimitsAreKept()
    {
        string text = Encoding.UTF8.GetString(MpdSamples.Text(MpdSamples.Listed()));
        List<MpdFault> faults = [];
        string runs = text.Replace("<S ", string.Concat(Enumerable.Repeat("<S d=\"1\" />", MpdLimits.Runs)) + "<S ", StringComparison.Ordinal);
        Assert.True(MpdReader.TryRead(Encoding.UTF8.GetBytes(runs), out Mpd? mpd, faults));
        Assert.Equal(MpdLimits.Runs, mpd.Periods[0].AdaptationSets[0].Representations[0].Segments.Timeline.Count);
        Assert.All(faults, fault => Assert.Equal(MpdFaultKind.TooMuch, fault.Kind));
        Assert.False(MpdReader.TryRead(new byte[MpdLimits.Bytes + 1], out _));
    }

    [Fact]
    public void NoTextMakesTheReaderThrow() => Fuzz.Run([MpdSamples.Text(MpdSamples.Listed()), MpdSamples.Text(MpdSamples.LowLatency())], text =>
    {
        List<MpdFault> faults = [];
        if (MpdReader.TryRead(text.ToArray(), out Mpd? mpd, faults)) MpdSamples.Text(mpd);
    });
}
