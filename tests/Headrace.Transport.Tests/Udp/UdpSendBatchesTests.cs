using Headrace.Transport.Udp;

namespace Headrace.Transport.Tests.Udp;

public sealed class UdpSendBatchesTests
{
    [Fact]
    public void WhatSeveralSendIsMadeOnce()
    {
        UdpSendBatches batches = new();
        Numbers first = new(100);
        Numbers second = new(10);
        for (int receiver = 0; receiver < 50; receiver++)
        {
            Assert.Equal(64, batches.Get(first, 0, out int middle).Count);
            Assert.Equal(64, middle);
            Assert.Equal(36, batches.Get(first, middle, out int end).Count);
            Assert.Equal(100, end);
            Assert.Equal(10, batches.Get(second, 0, out _).Count);
        }

        Assert.Equal((2, 1), (first.Fills, second.Fills));
    }

    [Fact]
    public void OnlyTheLastFewAreKept()
    {
        UdpSendBatches batches = new();
        Numbers[] groups = [.. Enumerable.Range(1, 9).Select(count => new Numbers(count))];
        foreach (Numbers group in groups) Assert.Equal(group.Count, batches.Get(group, 0, out _).Count);
        Assert.Equal(1, batches.Get(groups[0], 0, out _).Count);
        Assert.Equal(9, batches.Get(groups[8], 0, out _).Count);
        Assert.Equal((2, 1), (groups[0].Fills, groups[8].Fills));
    }

    private sealed class Numbers(int count) : IDatagramGroup
    {
        public int Count => count;

        public int Fills { get; private set; }

        public int Fill(UdpSendBatch batch, int from)
        {
            Fills++;
            while (from < count && batch.TryAdd([(byte)from], 0)) from++;
            return from;
        }
    }
}
