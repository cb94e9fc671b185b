using System.Xml.Linq;

namespace Headrace.Architecture.Tests;

/// <summary>References between projects of src point down only.</summary>
public sealed class ProjectReferenceTests
{
    /// <summary>From the top floor down. A project may refer to those on floors below its own; the exceptions are in <see cref="IsAllowed"/>.</summary>
    private static readonly string[][] Floors =
    [
        ["Server"],
        ["Endpoints"],
        ["Chunks"],
        ["Recording", "Transcoding", "Content", "Clustering"],
        ["Streaming"],
        ["Transport", "Protocols.Rtsp", "Protocols.Rtmp", "Protocols.Srt", "Protocols.WebRtc", "Protocols.WscRtp", "Manifests"],
        ["Protocols.Rtp", "Containers"],
        ["Media"],
    ];

    public static TheoryData<string> Sources => [.. Repository.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Sources))]
    public void ReferencesPointDown(string project)
    {
        string from = NameOf(project);
        Assert.Contains(from, Floors.SelectMany(floor => floor));
        string[] wrong = [.. References(project).Where(to => !IsAllowed(from, to))];
        Assert.True(wrong.Length == 0, $"{from} may not refer to {string.Join(", ", wrong)}.");
    }

    [Theory]
    [InlineData("Endpoints", "Streaming", true)]
    [InlineData("Streaming", "Endpoints", false)]
    [InlineData("Streaming", "Transport", true)]
    [InlineData("Transport", "Media", true)]
    [InlineData("Transport", "Protocols.Rtp", false)]
    [InlineData("Containers", "Protocols.Rtp", false)]
    [InlineData("Manifests", "Containers", false)]
    [InlineData("Protocols.Rtsp", "Protocols.Rtp", true)]
    [InlineData("Protocols.Rtmp", "Containers", true)]
    [InlineData("Protocols.Rtsp", "Protocols.Rtmp", false)]
    [InlineData("Media", "Media", false)]
    [InlineData("Chunks", "Transcoding", true)]
    [InlineData("Recording", "Transcoding", false)]
    public void TheRuleItself(string from, string to, bool isAllowed) => Assert.Equal(isAllowed, IsAllowed(from, to));

    private static bool IsAllowed(string from, string to)
    {
        bool knowsMediaOnly = from is "Transport" or "Containers" or "Manifests";
        return knowsMediaOnly ? to == "Media" : FloorOf(from) < FloorOf(to);
    }

    private static int FloorOf(string name) => Array.FindIndex(Floors, floor => floor.Contains(name));

    private static IEnumerable<string> References(string project) =>
        XDocument.Parse(Repository.Read(project)).Descendants("ProjectReference").Select(reference => NameOf((string)reference.Attribute("Include")!));

    private static string NameOf(string path) => Path.GetFileNameWithoutExtension(path.Replace('\\', '/')).Replace("Headrace.", "", StringComparison.Ordinal);
}
