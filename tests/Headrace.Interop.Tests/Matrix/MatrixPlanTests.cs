using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests.Matrix;

/// <summary>What is run of the matrix when not all of it is.</summary>
public sealed class MatrixPlanTests
{
    private static readonly (MatrixSender Sender, MatrixMedia Media, MatrixReader Reader)[] Chosen =
        [.. MatrixPlan.Rows.Zip(MatrixPlan.Pairwise).SelectMany(static row => row.Second.Select(reader => (row.First.Sender, row.First.Media, reader)))];

    /// <summary>Those that no other test starts: what they send is shown by somebody, and not left out.</summary>
    [Theory]
    [InlineData("GStreamer, SRT")]
    [InlineData("srt-live-transmit, SRT")]
    [InlineData("GStreamer, RTMP")]
    public void SenderThatOnlyTheMatrixHasIsChosen(string name) => Assert.Contains(Chosen, cell => cell.Sender.Name == name && IsShown(cell.Media, cell.Reader));

    /// <summary>Those that no other test asks to play this way.</summary>
    [Theory]
    [InlineData("VLC, SRT")]
    [InlineData("hls.js, HLS")]
    [InlineData("Shaka Player, HLS")]
    [InlineData("dash.js, DASH")]
    [InlineData("GStreamer, HLS")]
    public void ReaderThatOnlyTheMatrixHasIsChosen(string name) => Assert.Contains(Chosen, cell => cell.Reader.Name == name && IsShown(cell.Media, cell.Reader));

    [Fact]
    public void EverySenderAndEveryReaderHasItsTurn()
    {
        Assert.Empty(MatrixSenders.All.Select(static sender => sender.Name).Except(Chosen.Select(static cell => cell.Sender.Name)));
        Assert.Empty(MatrixReaders.All.Select(static reader => reader.Name).Except(Chosen.Select(static cell => cell.Reader.Name)));
    }

    /// <summary>Apart from what only a browser could bring together: those are few.</summary>
    [Fact]
    public void WhateverCanMeetMeets()
    {
        HashSet<(string, string)> met = [.. MatrixPlan.Pairwise.Index().SelectMany(static row => row.Item.SelectMany(reader => MatrixPlan.Pairs(row.Index, reader)))];
        foreach ((int row, (_, MatrixMedia media)) in MatrixPlan.Rows.Index())
        {
            foreach (MatrixReader reader in MatrixReaders.All.Where(reader => !reader.IsBrowser && reader.WhyNot(media) is null)) Assert.Empty(MatrixPlan.Pairs(row, reader).Except(met));
        }
    }

    /// <summary>Whether the reader is expected to show the pictures, and no output that is here leaves them out.</summary>
    private static bool IsShown(MatrixMedia media, MatrixReader reader) => media.Clip.Video is VideoCodec.H264 or VideoCodec.H265 or VideoCodec.Av1 && reader.WhyNot(media) is null;
}
