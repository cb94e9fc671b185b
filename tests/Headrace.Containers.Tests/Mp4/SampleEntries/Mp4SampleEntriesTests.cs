using Headrace.Containers.Mp4;
using Headrace.Containers.Mp4.Boxes;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Aac;
using Headrace.Media.Codecs.H264;
using Headrace.Media.Codecs.H265;
using Headrace.Media.Tracks;

namespace Headrace.Containers.Tests.Mp4.SampleEntries;

public sealed class Mp4SampleEntriesTests
{
    private const int VisualFields = 78;
    private const int AudioFields = 28;

    private delegate void WriteBoxes(BoxWriter output);

    [Fact]
    public void EachCodecIsInTheTableOnce() =>
        Assert.Equal(Mp4SampleEntries.All.Length, Mp4SampleEntries.All.Select(entry => entry.Codec).Distinct().Count());

    [Fact]
    public void ParameterSetsMayLieInTheSamplesOfWhatIsRead()
    {
        SampleDescription avc = Assert.NotNull(Read("avc3", VisualFields, output =>
        {
            using BoxScope box = output.Box(BoxTypes.AvcC);
            H264Config.TryWrite(output.Output, TestTracks.H264.ParameterSets);
        }));
        Assert.Equal(TestTracks.H264.Format, avc.Format);
        SampleDescription hevc = Assert.NotNull(Read("hev1", VisualFields, output =>
        {
            using BoxScope box = output.Box(BoxTypes.HvcC);
            H265Config.TryWrite(output.Output, TestTracks.H265.ParameterSets);
        }));
        Assert.Equal(TestTracks.H265.Format, hevc.Format);
    }

    [Fact]
    public void FieldsOfQuickTimesVersion1ArePassedOver()
    {
        SampleDescription description = Assert.NotNull(Read("mp4a", 8, output =>
        {
            output.UInt16(1);
            output.Zeros(AudioFields - 10 + 16);
            ElementaryStreamDescriptorBox.Write(output, ((AacFormat)TestTracks.Aac.Format).ConfigBytes.Span);
        }));
        Assert.Equal(TestTracks.Aac.Format, description.Format);
    }

    [Fact]
    public void Mp3OfQuickTimeIsReadFromItsFields()
    {
        SampleDescription description = Assert.NotNull(Read(".mp3", 16, output =>
        {
            output.UInt16(2);
            output.UInt16(16);
            output.Zeros(4);
            output.UInt16(44_100);
            output.Zeros(2);
        }));
        Assert.Equal(TestTracks.Mp3.Format, description.Format);
    }

    [Fact]
    public void WhatCannotBeUnderstoodIsNotDescribed()
    {
        Assert.Null(Read("vp09", VisualFields, _ => { }));
        Assert.Null(Read("vp08", VisualFields, _ => { }));
        Assert.Null(Read("vp09", 7, _ => { }));
        Assert.Null(Read("vp09", VisualFields, output => output.FullHeader(BoxTypes.VpcC, BoxWriter.FullHeaderSize, 1, 0)));
        Assert.Null(Read("avc1", VisualFields, _ => { }));
        Assert.Null(Read("avc1", VisualFields, output => output.Header(BoxTypes.AvcC, BoxWriter.HeaderSize)));
        Assert.Null(Read("avc1", 7, _ => { }));
        Assert.Null(Read("hvc1", VisualFields, output => output.Header(BoxTypes.HvcC, BoxWriter.HeaderSize)));
        Assert.Null(Read("av01", VisualFields, output => output.Header(BoxTypes.Av1C, BoxWriter.HeaderSize)));
        Assert.Null(Read("mp4a", AudioFields, output => output.Header(BoxTypes.Esds, BoxWriter.HeaderSize)));
        Assert.Null(Read("mp4a", AudioFields, output => ElementaryStreamDescriptorBox.Write(output, [0])));
        Assert.Null(Read("mp4a", 9, _ => { }));
        Assert.Null(Read("mp4a", AudioFields, output => ElementaryStreamDescriptorBox.Write(output, 0xDD)));
        Assert.Null(Read("mp4a", AudioFields, output => ElementaryStreamDescriptorBox.Write(output, ElementaryStreamDescriptorBox.Mpeg1Audio)));
        Assert.Null(Read(".mp3", 9, _ => { }));
        Assert.Null(Read("ac-3", AudioFields, output => output.Header(BoxTypes.Dac3, BoxWriter.HeaderSize)));
        Assert.Null(Read("ec-3", AudioFields, output => output.Header(BoxTypes.Dec3, BoxWriter.HeaderSize)));
        Assert.Null(Read("ec-3", 9, _ => { }));
        Assert.Null(Read("fLaC", AudioFields, output => output.Header(BoxTypes.DfLa, BoxWriter.HeaderSize)));
        Assert.Null(Read("Opus", AudioFields, output => output.Header(BoxTypes.DOps, BoxWriter.HeaderSize)));
    }

    [Fact]
    public void H265IsRefusedUntilAllThreeKindsOfParameterSetsHaveCome()
    {
        Track track = TestTracks.H265;
        Assert.True(Mp4SampleEntries.CanCarry(track, out _));
        foreach (ParameterSetKind missing in Enum.GetValues<ParameterSetKind>())
        {
            ParameterSets rest = ParameterSets.Empty;
            foreach (ParameterSet set in track.ParameterSets.Sets.Where(set => set.Kind != missing)) rest = rest.With(set.Kind, set.Id, set.Nal.Span);
            Assert.False(Mp4SampleEntries.CanCarry(track with { ParameterSets = rest }, out string? reason), $"without {missing}");
            Assert.Equal("its parameter sets have not come yet", reason);
        }
    }

    private static SampleDescription? Read(string type, int fields, WriteBoxes content)
    {
        using MediaBufferWriter output = new(new MediaBufferPool());
        BoxWriter boxes = new(output);
        using (boxes.Box(new FourCc(System.Text.Encoding.ASCII.GetBytes(type))))
        {
            boxes.Zeros(fields);
            content(boxes);
        }

        BoxReader reader = new(output.Written);
        Assert.True(reader.TryRead(out Box entry));
        return Mp4SampleEntries.Read(entry);
    }
}
