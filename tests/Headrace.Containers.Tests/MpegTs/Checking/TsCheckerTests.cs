using System.Collections.Immutable;
using Headrace.Containers.MpegTs;
using Headrace.Containers.MpegTs.Checking;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.MpegTs.Reading;

namespace Headrace.Containers.Tests.MpegTs.Checking;

/// <summary>Each rule of the checker is broken once, by what a reader would tell it.</summary>
public sealed class TsCheckerTests
{
    private static readonly TsProgramStream Stream = new(0x100, TsStreamType.H264, default, TsElementaryStreams.Find(TsStreamType.H264, []));
    private readonly TsChecker _checker = new();

    [Fact]
    public void WhatIsInOrderBreaksNothing()
    {
        Begin();
        for (int i = 1; i < 100; i++)
        {
            if (i % 5 == 0) Sink.OnTable(0);
            Sink.OnClock(0x100, i * 9000, false);
            Show(i * 9000 + 100, i * 9000 + 200);
        }

        Assert.Empty(_checker.Findings);
    }

    [Theory]
    [InlineData(TsRule.ClockInterval, 9001)]
    [InlineData(TsRule.ClockOrder, 0)]
    [InlineData(TsRule.ClockOrder, -5)]
    public void ClockThatJumpsIsTold(TsRule rule, int step)
    {
        Begin();
        Sink.OnClock(0x100, 100_000, false);
        Sink.OnClock(0x100, 100_000 + step, false);
        Assert.Equal(rule, Assert.Single(_checker.Findings).Rule);
        Sink.OnClock(0x100, 5, true);
        Assert.Single(_checker.Findings);
    }

    [Fact]
    public void ClockThatWrapsAroundIsInOrder()
    {
        Begin();
        Sink.OnClock(0x100, TsTimestamp.Mask - 100, false);
        Sink.OnClock(0x100, 100, false);
        Assert.Empty(_checker.Findings);
    }

    [Fact]
    public void TablesThatStayAwayAreTold()
    {
        Begin();
        for (int i = 1; i < 20; i++) Sink.OnClock(0x100, i * 9000, false);
        Assert.Equal(TsRule.Tables, Assert.Single(_checker.Findings).Rule);
    }

    [Fact]
    public void MapTableBeforeTheAssociationTableIsTold()
    {
        Sink.OnTable(0x1000);
        Assert.Equal(TsRule.Tables, Assert.Single(_checker.Findings).Rule);
    }

    [Theory]
    [InlineData(TsRule.PresentationOrder, 5000L, 4000L)]
    [InlineData(TsRule.DecodeOrder, 3000L, 9000L)]
    [InlineData(TsRule.LateData, 3500L, 9000L)]
    [InlineData(TsRule.MissingTime, null, null)]
    public void TimesOutOfOrderAreTold(TsRule rule, long? decode, long? presentation)
    {
        Begin();
        Show(3000, 3000);
        if (rule == TsRule.LateData) Sink.OnClock(0x100, 4000, false);
        Show(decode, presentation);
        Assert.Equal(rule, Assert.Single(_checker.Findings).Rule);
    }

    [Fact]
    public void DiscontinuityThatThePlaylistNamesIsExcused()
    {
        Begin();
        Sink.OnClock(0x100, 100_000, false);
        Show(200_000, 200_000);
        _checker.NoteDiscontinuity();
        Sink.OnClock(0x100, 5, false);
        Show(3000, 3000);
        Assert.Empty(_checker.Findings);
        Show(3000, 3000);
        Assert.Equal(TsRule.DecodeOrder, Assert.Single(_checker.Findings).Rule);
    }

    [Fact]
    public void FindingSaysWhereItIs()
    {
        Sink.OnFault(TsFault.Continuity, 7);
        Sink.OnFault(TsFault.Continuity, -1);
        Assert.Equal(["packet 0, PID 7: Continuity", "packet 0: Continuity"], _checker.Findings.Select(finding => finding.ToString()));
    }

    [Fact]
    public void FindingsAreBoundedAndCounted()
    {
        for (int i = 0; i < 500; i++) Sink.OnFault(TsFault.Continuity, 7);
        Assert.Equal(TsChecker.MaxFindings, _checker.Findings.Count);
        Assert.Equal(500, _checker.Breaches);
    }

    private ITsReaderSink Sink => _checker;

    private void Begin()
    {
        Sink.OnTable(0);
        Sink.OnTable(0x1000);
        Sink.OnProgram(new TsProgram(1, 0x100, 0, ImmutableArray.Create(Stream)));
    }

    private void Show(long? decode, long? presentation) => Sink.OnPes(new PesPacket
    {
        Stream = Stream,
        PresentationTime = presentation,
        DecodeTime = decode,
        IsRandomAccess = false,
        IsDamaged = false,
        Payload = [],
    });
}
