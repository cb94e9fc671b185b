using System.Reflection;
using System.Reflection.Metadata;
using System.Xml.Linq;

namespace Headrace.Architecture.Tests;

/// <summary>What the libraries offer is written down, is used, and is explained.</summary>
public sealed class PublicApiTests
{
    /// <summary>Types that no other project of src names, and that are public nevertheless.</summary>
    private static readonly HashSet<string> ForOthers =
    [
        // For applications: the examples use them.
        "Headrace.Containers.ByteStreams.AnnexBSplitter",
        "Headrace.Containers.ByteStreams.AnnexBUnits",
        "Headrace.Endpoints.Hosting.HeadraceRoutes",
        "Headrace.Endpoints.Hosting.HeadraceServices",
        "Headrace.Endpoints.Hosting.StreamHost",

        // What carries what, and why not; readers and checkers of formats that our own server writes.
        "Headrace.Containers.ByteStreams.ByteStreamGaps",
        "Headrace.Containers.Flv.Reading.FlvPackets",
        "Headrace.Containers.Flv.TagBodies.FlvGaps",
        "Headrace.Containers.Mp4.Boxes.HandlerBox",
        "Headrace.Containers.Mp4.SampleEntries.Mp4Gaps",
        "Headrace.Containers.MpegTs.Checking.TsChecker",
        "Headrace.Containers.MpegTs.ElementaryStreams.TsGaps",
        "Headrace.Containers.MpegTs.Reading.TsReader",
        "Headrace.Media.Codecs.KnownCodecs",
        "Headrace.Media.Codecs.Mpeg2Video.Mpeg2VideoFormat",
        "Headrace.Protocols.Rtmp.Chunks.RtmpChunkWriter",

        // Only constants of them are used elsewhere, which leaves no trace there.
        "Headrace.Manifests.Dash.Reading.MpdLimits",
        "Headrace.Manifests.Hls.Checking.Rules",
        "Headrace.Manifests.Hls.Reading.PlaylistLimits",
        "Headrace.Media.Timeline.TimelineLimits",
        "Headrace.Protocols.Rtp.Sdp.StaticPayloadTypes",
        "Headrace.Protocols.Rtsp.RtspHeaderNames",
        "Headrace.Streaming.Limits.LimitKeys",
    ];

    public static TheoryData<string> Libraries => [.. Assemblies.Sources.Select(path => Path.GetFileNameWithoutExtension(path)).Where(name => name.StartsWith("Headrace.", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Libraries))]
    public void PublicApiIsAsItIsWrittenDown(string library)
    {
        string list = $"src/{library}/PublicApi.txt";
        string path = Path.Combine(Repository.Root, list);
        string api = PublicApi.Describe(Load(library));
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(path, api);
        string written = File.Exists(path) ? File.ReadAllText(path) : "";
        string[] added = [.. api.Split('\n').Except(written.Split('\n'))];
        string[] gone = [.. written.Split('\n').Except(api.Split('\n'))];
        Assert.True(api == written,
            $"{list} does not say what {library} offers. If the change is meant: UPDATE_GOLDEN=1 dotnet exec {typeof(PublicApiTests).Assembly.Location} -method \"*{nameof(PublicApiIsAsItIsWrittenDown)}\", "
            + $"and commit the list.\nNew:\n{string.Join('\n', added)}\nGone:\n{string.Join('\n', gone)}");
    }

    [Fact]
    public void WhatOnlyItsOwnProjectUsesIsInternal()
    {
        HashSet<string> named = [.. Assemblies.Sources.SelectMany(path => Assemblies.Read(path, ReferencedTypes))];
        string[] wrong = [.. Libraries.SelectMany(row => Unused(Load(row.Data), named))];
        Assert.True(wrong.Length == 0, "Public, but no other project needs them (make them internal, or say in this test why they are for applications):\n" + string.Join('\n', wrong));
    }

    [Theory]
    [MemberData(nameof(Libraries))]
    public void EachPublicTypeHasASummary(string library)
    {
        string path = Path.Combine(AppContext.BaseDirectory, library + ".xml");
        HashSet<string> explained = [.. XDocument.Load(path).Descendants("member").Where(member => member.Elements().Any()).Select(member => (string)member.Attribute("name")!)];
        string[] wrong = [.. PublicApi.Types(Load(library)).Select(type => type.FullName!.Replace('+', '.')).Where(name => !explained.Contains("T:" + name))];
        Assert.True(wrong.Length == 0, "Without a summary:\n" + string.Join('\n', wrong));
    }

    private static Assembly Load(string library) => Assembly.LoadFrom(Path.Combine(AppContext.BaseDirectory, library + ".dll"));

    /// <summary>Public types that neither another project names, nor a type shows that one does.</summary>
    private static IEnumerable<string> Unused(Assembly assembly, HashSet<string> named)
    {
        Type[] all = [.. PublicApi.Types(assembly)];
        HashSet<Type> used = [];
        Queue<Type> left = new(all.Where(type => named.Contains(type.FullName!) || ForOthers.Contains(type.FullName!)));
        while (left.TryDequeue(out Type? type))
        {
            if (!used.Add(type)) continue;
            foreach (Type shown in PublicApi.Shown(type)) left.Enqueue(shown);
        }

        return all.Where(type => !used.Contains(type) && !type.IsNested).Select(type => type.FullName!);
    }

    private static IEnumerable<string> ReferencedTypes(MetadataReader reader) =>
        reader.TypeReferences.Select(reader.GetTypeReference).Where(type => type.ResolutionScope.Kind == HandleKind.AssemblyReference).Select(type => $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}");
}
