using System.Text.RegularExpressions;
using Headrace.Server.Configuration;

namespace Headrace.Server.Tests.Configuration;

/// <summary>The configuration that the Debian package installs is right, and what it offers in comments too.</summary>
public sealed partial class InstalledConfigurationTests
{
    private static readonly string Installed = Read();

    [Fact]
    public void ItSaysWhereStateIsAndNothingElse()
    {
        LoadedConfiguration loaded = Configurations.Load(Installed);
        Assert.Empty(loaded.Errors);
        Assert.Empty(loaded.Warnings);
        Assert.Equal(["state"], loaded.SetKeys);
    }

    [Fact]
    public void WhatStandsInCommentsCanBeTakenOut()
    {
        string everything = Commented().Replace(Installed, "");
        LoadedConfiguration loaded = Configurations.Load(everything);
        Assert.Empty(loaded.Errors);
        Assert.Empty(loaded.Warnings);
        Assert.Equal(["door", "hall", "picture"], loaded.Options.Streams.Keys.Select(name => name.Value).Order());
        Assert.Equal(2, loaded.Options.Auth.Users.Length);
    }

    private static string Read()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx"))) folder = folder.Parent;
        return File.ReadAllText(Path.Combine(folder!.FullName, "eng", "debian", "headrace.yml"));
    }

    /// <summary>The # of a key, or of an item of a list, that is commented out; prose begins otherwise.</summary>
    [GeneratedRegex("^#(?= *(- |[a-z]+:))", RegexOptions.Multiline)]
    private static partial Regex Commented();
}
