namespace Headrace.Protocols.Rtsp.Tests;

public class ChunkingTests
{
    private static readonly byte[] Damaged = [.. "RTSP/1.0 200 OK\r\nCSeq: 1\r\n\r\n"u8, .. Elements.Frame(0, 30), 1, 2, 3, .. "$"u8, .. Elements.Frame(1, 20), .. Elements.Frame(0, 9)];

    public static TheoryData<string> Names => [.. Dialogue.All.Select(dialogue => dialogue.Name), "damaged"];

    [Theory]
    [MemberData(nameof(Names))]
    public void ElementsDoNotDependOnWhereTheBytesAreSplit(string name)
    {
        byte[] bytes = name == "damaged" ? Damaged : Dialogue.Get(name).ClientBytes();
        List<string> whole = Elements.Read(new RtspParser(Elements.Channels(0)), bytes);
        Assert.True(whole.Count > 2);
        for (int size = 1; size <= 40; size++) Assert.Equal(whole, Elements.Read(new RtspParser(Elements.Channels(0)), bytes, size));
        for (int at = 1; at < bytes.Length; at++) Assert.Equal(whole, Elements.Read(new RtspParser(Elements.Channels(0)), bytes, at, bytes.Length));
    }

    [Fact]
    public void BytesInManySegmentsReadLikeOneBuffer()
    {
        List<string> whole = Elements.Read(new RtspParser(Elements.Channels(0)), Damaged);
        for (int size = 1; size <= 20; size++)
        {
            Assert.Equal(whole, Elements.ReadSegments(new RtspParser(Elements.Channels(0)), Damaged, size));
        }
    }
}
