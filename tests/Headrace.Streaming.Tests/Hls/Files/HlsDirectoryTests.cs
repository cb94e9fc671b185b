using Headrace.Streaming.Hls.Files;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Hls.Files;

public sealed class HlsDirectoryTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private string Root => Path.Combine(_folder.Path, "hls");

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void FileIsWrittenWholeAndReplaced()
    {
        HlsDirectory directory = new(Root);
        directory.Write("a/b/one.ts", [new byte[] { 1, 2 }, new byte[] { 3 }]);
        Assert.Equal([1, 2, 3], File.ReadAllBytes(Path.Combine(Root, "a/b/one.ts")));
        directory.Write("a/b/one.ts", [new byte[] { 4 }]);
        Assert.Equal([4], File.ReadAllBytes(Path.Combine(Root, "a/b/one.ts")));
        Assert.Equal(["one.ts"], Directory.GetFiles(Path.Combine(Root, "a/b")).Select(Path.GetFileName));
    }

    [Fact]
    public void WhatBreaksOffLeavesTheOldFileAndNothingElse()
    {
        HlsDirectory directory = new(Root);
        directory.Write("one.ts", [new byte[] { 1 }]);
        Assert.Throws<IOException>(() => directory.Write("one.ts", Broken()));
        Assert.Equal([1], File.ReadAllBytes(Path.Combine(Root, "one.ts")));
        Assert.Single(Directory.GetFiles(Root));
    }

    [Theory]
    [InlineData("../one.ts")]
    [InlineData("a/../../one.ts")]
    [InlineData("/tmp/headrace-escaped.ts")]
    [InlineData("../hls-beside/one.ts")]
    [InlineData("")]
    public void NameThatLeadsOutIsRefused(string name)
    {
        HlsDirectory directory = new(Root);
        Assert.Throws<IOException>(() => directory.Write(name, [new byte[] { 1 }]));
        Assert.Throws<IOException>(() => directory.Delete(name));
        Assert.False(Directory.Exists(Root));
        Assert.Empty(Directory.GetFileSystemEntries(_folder.Path));
        Assert.False(File.Exists("/tmp/headrace-escaped.ts"));
    }

    [Fact]
    public void FoldersGoWithTheirLastFileButTheDirectoryStays()
    {
        HlsDirectory directory = new(Root);
        directory.Write("a/b/one.ts", [new byte[] { 1 }]);
        directory.Write("a/two.ts", [new byte[] { 1 }]);
        Assert.True(directory.Delete("a/b/one.ts"));
        Assert.False(Directory.Exists(Path.Combine(Root, "a/b")));
        Assert.True(directory.Delete("a/two.ts"));
        Assert.True(directory.Delete("a/two.ts"));
        Assert.True(Directory.Exists(Root));
        Assert.Empty(Directory.GetFileSystemEntries(Root));
    }

    [Fact]
    public void WhatAnEarlierRunLeftIsRemovedAndForeignFilesStay()
    {
        HlsDirectory directory = new(Root);
        foreach (string name in new[] { "old-s1.ts", "old-s2.m4s", "old-init0.mp4", "index.m3u8.part", "new-s9.ts", "index.m3u8", "notes.txt", "film.mp4" }) directory.Write($"cam/{name}", [new byte[] { 1 }]);
        directory.Clear("cam", "new");
        directory.Clear("nowhere", "new");
        Assert.Equal(["film.mp4", "index.m3u8", "new-s9.ts", "notes.txt"], Directory.GetFiles(Path.Combine(Root, "cam")).Select(path => Path.GetFileName(path)).Order());
    }

    private static IEnumerable<ReadOnlyMemory<byte>> Broken()
    {
        yield return new byte[] { 9 };
        throw new IOException("full");
    }
}
