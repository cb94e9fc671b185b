using System.Text.Json;
using Headrace.Server.Commands;
using Headrace.Server.Commands.Builds;
using Headrace.Transport.Srt;

namespace Headrace.Server.Tests.Commands;

public sealed class VersionCommandTests
{
    [Fact]
    public async Task BuildAndWhatWasFoundAreALineEach()
    {
        string[] lines = (await RunAsync("version")).Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Matches(@"^headrace \d+\.\d+\.\d+\S*$", lines[0]);
        Assert.Matches("^build    of (commit [0-9a-f]{40}|an unknown commit)", lines[1]);
        Assert.Matches(@"^runtime  \.NET 10\.\d+\.\d+\S* on .+, \w+$", lines[2]);
        Assert.Matches(@"^OpenSSL  [13]\.\d+\.\d+ \(libssl\.so\.\S+\)$", lines[3]);
        Assert.Matches(SrtLibrary.TryLoad([], out _, out _) ? @"^libsrt   1\.\d+\.\d+ \(\S+\)$" : $"^libsrt   missing: no SRT: .* install the package {SrtLibrary.Package}$", lines[4]);
        Assert.Matches(Programs.IsInstalled("ffmpeg") ? @"^ffmpeg   \S+ \(/\S+ffmpeg\)$" : "^ffmpeg   missing: .* install the package ffmpeg$", lines[5]);
        Assert.Equal(6, lines.Length);
    }

    [Fact]
    public async Task ProgramsReadTheSameAsJson()
    {
        using JsonDocument answer = JsonDocument.Parse(await RunAsync("version", "--json"));
        JsonElement root = answer.RootElement;
        Assert.Equal(VersionCommand.Current, root.GetProperty("version").GetString());
        Assert.Equal(ServerBuild.Current.Commit, root.GetProperty("commit").GetString());
        Assert.StartsWith(".NET 10.", root.GetProperty("runtime").GetString(), StringComparison.Ordinal);
        Assert.Equal(["OpenSSL", "libsrt", "ffmpeg"], root.GetProperty("parts").EnumerateArray().Select(part => part.GetProperty("name").GetString()));
        Assert.All(root.GetProperty("parts").EnumerateArray(), part => Assert.NotEqual(part.GetProperty("version").ValueKind, part.GetProperty("missing").ValueKind));
    }

    [Fact]
    public void WhatIsMissingIsNamedWithWhatToDo() => Assert.Equal(
        ["headrace 1.2.3", "build    of commit 4f1c of 2026-11-22, with the runtime in it, for linux-x64", "runtime  .NET 10.0.12 on Debian, x64", "libsrt   1.5.1 (libsrt.so)", "ffmpeg   missing: install it"],
        VersionCommand.Lines(
            new ServerBuild("1.2.3", "4f1c", "2026-11-22", "linux-x64", ".NET 10.0.12", "Debian, x64"),
            [NativePart.Found("libsrt", "1.5.1", "libsrt.so"), NativePart.Without("ffmpeg", "install it")]));

    [Theory]
    [InlineData(0x30000130, "3.0.19")]
    [InlineData(0x30500050, "3.5.5")]
    [InlineData(0x1010117F, "1.1.1")]
    public void OpenSslsNumberIsAVersion(long number, string version) => Assert.Equal(version, NativeParts.OpenSslVersion(number).ToString());

    [Theory]
    [InlineData("ffmpeg version 5.1.9-0+deb12u1 Copyright (c) 2000-2026 the FFmpeg developers", "5.1.9-0+deb12u1")]
    [InlineData("ffmpeg version n8.1", "n8.1")]
    [InlineData("ffmpeg version", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void FfmpegsFirstLineSaysItsVersion(string? line, string? version) => Assert.Equal(version, NativeParts.FfmpegVersion(line));

    private static async Task<string> RunAsync(params string[] words)
    {
        Assert.True(CommandLineParser.TryParse(new CommandTable(), words, out Invocation? invocation, out string? fault), fault);
        await using StringWriter output = new() { NewLine = "\n" };
        Assert.Equal(ExitCodes.Success, await invocation.Command.RunAsync(invocation with { Output = output }));
        return output.ToString();
    }
}
