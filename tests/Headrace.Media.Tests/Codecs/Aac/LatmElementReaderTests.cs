using Headrace.Media.Codecs.Aac;
using Headrace.TestKit;

namespace Headrace.Media.Tests.Codecs.Aac;

public sealed class LatmElementReaderTests
{
    // useSameStreamMux 0; audioMuxVersion 0; same framing; one frame, program, layer; LC, 48 kHz, stereo; lengths in the stream; fullness 0xFF; nothing else; no checksum.
    private const string Config = "0" + "0" + "1" + "000000" + "0000" + "000" + "00010" + "0011" + "0010" + "000" + "000" + "11111111" + "0" + "0";

    [Fact]
    public void FramesBeginAtAnyBit()
    {
        LatmElementReader reader = new();
        Assert.Equal([[1, 2, 3]], Frames(reader, Element(Config, [1, 2, 3]), out AacFormat? format));
        Assert.Equal((48_000, 2), (format!.SampleRate, format.Channels));
        Assert.Equal([[9, 8]], Frames(reader, Element("1", [9, 8]), out AacFormat? same));
        Assert.Same(format, same);
        Assert.Equal([[7]], Frames(reader, Element(Config, [7]), out AacFormat? repeated));
        Assert.Same(format, repeated);
    }

    [Fact]
    public void LengthsAbove254GoOn()
    {
        byte[] frame = [.. Enumerable.Range(0, 600).Select(i => (byte)i)];
        Assert.Equal([frame], Frames(new LatmElementReader(), Element(Config, frame), out _));
    }

    [Fact]
    public void ElementBeforeTheConfigurationIsRefused() => Assert.False(new LatmElementReader().TryRead(Element("1", [1]), (_, _) => Assert.Fail("There is no format.")));

    [Fact]
    public void FrameThatIsCutOffIsRefused() => Assert.False(new LatmElementReader().TryRead(Element(Config, [1, 2, 3, 4, 5, 6]).AsSpan()[..^3], (_, _) => Assert.Fail("It is not whole.")));

    [Fact]
    public void WhateverTheElementIsItIsReadOrRefused() => Fuzz.Run([Element(Config, [1, 2, 3, 4]), Element("1", [1, 2])], bytes =>
    {
        LatmElementReader reader = new();
        reader.TryRead(Element(Config, [1]), (_, _) => { });
        int total = 0;
        reader.TryRead(bytes, (_, frame) => total += frame.Length);
        Assert.True(total <= bytes.Length);
    });

    private static List<byte[]> Frames(LatmElementReader reader, byte[] element, out AacFormat? format)
    {
        List<byte[]> frames = [];
        AacFormat? found = null;
        Assert.True(reader.TryRead(element, (taken, frame) =>
        {
            found = taken;
            frames.Add(frame.ToArray());
        }));
        format = found;
        return frames;
    }

    private static byte[] Element(string begin, byte[] frame)
    {
        IEnumerable<int> lengths = Enumerable.Repeat(255, frame.Length / 255).Append(frame.Length % 255);
        string bits = begin + string.Concat(lengths.Concat(frame.Select(one => (int)one)).Select(value => Convert.ToString(value, 2).PadLeft(8, '0')));
        bits = bits.PadRight((bits.Length + 7) / 8 * 8, '0');
        return [.. Enumerable.Range(0, bits.Length / 8).Select(i => Convert.ToByte(bits.Substring(i * 8, 8), 2))];
    }
}
