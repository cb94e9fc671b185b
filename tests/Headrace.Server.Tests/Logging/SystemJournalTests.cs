using Headrace.Server.Configuration.Options;
using Headrace.Server.Logging;

namespace Headrace.Server.Tests.Logging;

public sealed class SystemJournalTests
{
    [Theory]
    [InlineData("8:123456", "socket:[123456]", true)]
    [InlineData("8:123456", "socket:[1234567]", false)]
    [InlineData("8:123456", "/dev/null", false)]
    [InlineData("8:123456", null, false)]
    [InlineData("123456", "socket:[123456]", false)]
    [InlineData("8:", "socket:[]", false)]
    [InlineData(null, "socket:[123456]", false)]
    public void OnlyTheSocketThatTheEnvironmentNamesIsTheJournal(string? journal, string? file, bool expected) => Assert.Equal(expected, SystemJournal.IsStream(journal, file));

    [Theory]
    [InlineData(false, "<4>2026-01-01 00:00:00.123Z warn  rtsp    RTSP listens")]
    [InlineData(true, "<4>{\"time\":")]
    public void LineForTheJournalBeginsWithItsLevel(bool isJson, string start)
    {
        LogCapture log = new(isJson ? LogFormat.Json : LogFormat.Text, "Headrace.Rtsp", isJournal: true);
        TestLog.Listening(log, ":8554", 3);
        Assert.StartsWith(start, log.Text, StringComparison.Ordinal);
    }
}
