using Headrace.Server.Commands;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Tests.Commands;

public sealed class CommandLineParserTests
{
    private static readonly CommandTable Commands = new();

    public static TheoryData<string, string, string, string> Understood { get; } = new()
    {
        { "check-config", "check-config", "", "" },
        { "check-config a.yml", "check-config", "a.yml", "" },
        { "check-config --rtsp:listen :1", "check-config", "", "rtsp.listen=:1" },
        { "--rtsp:listen=:1 check-config", "check-config", "", "rtsp.listen=:1" },
        { "check-config --RTSP:Listen :1", "check-config", "", "rtsp.listen=:1" },
        { "check-config --port 80 --hls:alwaysOn=true", "check-config", "", "http.listen=:80 hls.alwaysOn=true" },
        { "check-config --streams:site/Cam1:source test:", "check-config", "", "streams.site/Cam1.source=test:" },
        { "check-config --log:levels:Headrace.Rtsp debug", "check-config", "", "log.levels.Headrace.Rtsp=debug" },
        { "check-config --state -", "check-config", "", "state=-" },
        { "version", "version", "", "" },
        { "--version", "version", "", "" },
        { "version --json", "version", "", "" },
        { "--json version", "version", "", "" },
        { "help", "help", "", "" },
        { "-h", "help", "", "" },
        { "check-config --nonsense 1 --help", "help", "", "" },
    };

    public static TheoryData<string, string> NotUnderstood { get; } = new()
    {
        { "chekc-config", "there is no command chekc-config; did you mean check-config?" },
        { "qqqqqqqqqqq", "there is no command qqqqqqqqqqq; there are " },
        { "check-config --rtsp:lisen :1", "there is no option --rtsp:lisen; did you mean --rtsp:listen?" },
        { "check-config --rtsp.listen :1", "there is no option --rtsp.listen; did you mean --rtsp:listen?" },
        { "check-config --prot 1", "there is no option --prot; did you mean --port?" },
        { "check-config --prot", "there is no option --prot; did you mean --port?" },
        { "check-config --zzzzzzzzzzzzzzzzzzz 1", "there is no option --zzzzzzzzzzzzzzzzzzz; see headrace --help" },
        { "check-config --rtsp:listen", "--rtsp:listen needs a value" },
        { "check-config --rtsp :1", "--rtsp: this is a section; allowed below it: listen" },
        { "check-config -p 1", "there is no option -p; options begin with two dashes" },
        { "check-config a b", "check-config does not take b; it is used as: headrace check-config [FILE]" },
        { "check-config --json", "check-config does not take --json; it is used as: headrace check-config [FILE]" },
        { "version --port 1", "version does not take --port; it is used as: headrace version" },
    };

    [Theory]
    [MemberData(nameof(Understood))]
    public void CommandLineIsUnderstood(string line, string command, string arguments, string settings)
    {
        Assert.True(CommandLineParser.TryParse(Commands, line.Split(' '), out Invocation? invocation, out string? fault), fault);
        Assert.Equal(command, invocation.Command.Name);
        Assert.Equal(arguments, string.Join(' ', invocation.Arguments));
        Assert.Equal(settings, string.Join(' ', invocation.Settings.Select(Text)));
    }

    [Theory]
    [MemberData(nameof(NotUnderstood))]
    public void WhatIsNotUnderstoodIsToldWithTheNearestWord(string line, string expected)
    {
        Assert.False(CommandLineParser.TryParse(Commands, line.Split(' '), out _, out string? fault));
        Assert.StartsWith(expected, fault, StringComparison.Ordinal);
    }

    [Fact]
    public void ConfigurationFileIsNamed()
    {
        Assert.True(CommandLineParser.TryParse(Commands, ["check-config", "--config", "a b.yml"], out Invocation? invocation, out _));
        Assert.Equal("a b.yml", invocation.ConfigurationFile);
    }

    [Fact]
    public void EmptyValueIsAValue()
    {
        Assert.True(CommandLineParser.TryParse(Commands, ["check-config", "--rtsp:listen", ""], out Invocation? invocation, out _));
        Assert.Equal("rtsp.listen=", Text(Assert.Single(invocation.Settings)));
    }

    [Fact]
    public void NoWordsAreTheDefaultCommand()
    {
        Assert.True(CommandLineParser.TryParse(Commands, [], out Invocation? invocation, out _));
        Assert.Same(Commands.Default, invocation.Command);
    }

    private static string Text(Setting setting) => $"{string.Join('.', setting.Path)}={setting.Value}";
}
