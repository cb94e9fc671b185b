using System.Reflection.Metadata;
using System.Text.RegularExpressions;

namespace Headrace.Architecture.Tests;

/// <summary>What every type of src keeps to.</summary>
public sealed partial class TypeTests
{
    [Fact]
    public void ClassesAreSealedUnlessSomethingDerivesFromThem()
    {
        HashSet<string> bases = [.. Assemblies.Sources.SelectMany(path => Assemblies.Read(path, BaseNames))];
        string[] wrong = [.. Assemblies.Sources.SelectMany(path => Assemblies.Read(path, OpenNames)).Where(name => !bases.Contains(name))];
        Assert.True(wrong.Length == 0, "Neither sealed nor a base of another class: " + string.Join(", ", wrong));
    }

    [Fact]
    public void NamesSayWhatATypeDoes()
    {
        string[] wrong = [.. Assemblies.Sources.SelectMany(path => Assemblies.Read(path, Names)).Where(name => Vague().IsMatch(name))];
        Assert.True(wrong.Length == 0, string.Join(", ", wrong));
    }

    [Fact]
    public void OnlyTransportOpensSockets()
    {
        string[] openings = ["Socket..ctor", "TcpListener..ctor", "TcpClient..ctor", "UdpClient..ctor"];
        string[] wrong = [.. from path in Assemblies.Sources
                             where !path.EndsWith("Headrace.Transport.dll", StringComparison.Ordinal)
                             from used in Assemblies.Read(path, ReferencedNames)
                             where openings.Contains(used.Replace("System.Net.Sockets.", "", StringComparison.Ordinal))
                             select $"{Path.GetFileName(path)}: {used}"];
        Assert.Empty(wrong);
    }

    private static IEnumerable<string> Names(MetadataReader reader) => Assemblies.WrittenTypes(reader).Select(type => Assemblies.NameOf(reader, type));

    private static IEnumerable<string> OpenNames(MetadataReader reader) =>
        Assemblies.WrittenTypes(reader).Where(Assemblies.IsOpen).Select(type => Assemblies.NameOf(reader, type)).Where(name => name is not ("Program" or "Module"));

    private static IEnumerable<string> BaseNames(MetadataReader reader) => Assemblies.WrittenTypes(reader).Select(type => type.BaseType).Where(handle => !handle.IsNil).Select(handle => handle.Kind switch
    {
        HandleKind.TypeDefinition => Assemblies.NameOf(reader, reader.GetTypeDefinition((TypeDefinitionHandle)handle)),
        HandleKind.TypeReference => reader.GetString(reader.GetTypeReference((TypeReferenceHandle)handle).Name).Split('`')[0],
        HandleKind.TypeSpecification => reader.GetTypeSpecification((TypeSpecificationHandle)handle).DecodeSignature(new GenericBaseName(), null),
        _ => "",
    });

    private static IEnumerable<string> ReferencedNames(MetadataReader reader) =>
        from handle in reader.MemberReferences
        let member = reader.GetMemberReference(handle)
        where member.Parent.Kind == HandleKind.TypeReference
        let type = reader.GetTypeReference((TypeReferenceHandle)member.Parent)
        select $"{reader.GetString(type.Namespace)}.{reader.GetString(type.Name)}.{reader.GetString(member.Name)}";

    [GeneratedRegex("(Manager|Helpers?|Utils?|Utilit(y|ies)|Common)$")]
    private static partial Regex Vague();
}
