using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Headrace.Architecture.Tests;

/// <summary>Names in built assemblies, read from metadata without loading them.</summary>
internal static class Assemblies
{
    /// <summary>The assemblies of src, beside the tests.</summary>
    internal static IReadOnlyList<string> Sources { get; } =
        [.. Repository.Projects.Where(path => path.StartsWith("src/", StringComparison.Ordinal)).Select(path => Path.Combine(AppContext.BaseDirectory, AssemblyName(path) + ".dll"))];

    /// <summary>The assemblies of .NET itself that this program runs on.</summary>
    internal static IReadOnlyList<string> Platform { get; } = Directory.GetFiles(Path.GetDirectoryName(typeof(object).Assembly.Location)!, "System*.dll");

    /// <summary>What <paramref name="read"/> gives for the metadata of an assembly, as a list: the file is closed again.</summary>
    internal static IReadOnlyList<T> Read<T>(string path, Func<MetadataReader, IEnumerable<T>> read)
    {
        using PEReader file = new(File.OpenRead(path));
        return file.HasMetadata ? [.. read(file.GetMetadataReader())] : [];
    }

    /// <summary>Types that people wrote: those of the compiler have names that cannot be written.</summary>
    internal static IEnumerable<TypeDefinition> WrittenTypes(MetadataReader reader) =>
        reader.TypeDefinitions.Select(reader.GetTypeDefinition).Where(type => NameOf(reader, type).All(letter => char.IsLetterOrDigit(letter) || letter == '_'));

    /// <summary>Name of a type without namespace and without the number of its parameters.</summary>
    internal static string NameOf(MetadataReader reader, TypeDefinition type) => reader.GetString(type.Name).Split('`')[0];

    /// <summary>Names of the methods, properties, fields and events that a type declares.</summary>
    internal static IEnumerable<string> MembersOf(MetadataReader reader, TypeDefinition type) =>
        type.GetMethods().Select(method => reader.GetMethodDefinition(method).Name)
            .Concat(type.GetProperties().Select(property => reader.GetPropertyDefinition(property).Name))
            .Concat(type.GetFields().Select(field => reader.GetFieldDefinition(field).Name))
            .Concat(type.GetEvents().Select(@event => reader.GetEventDefinition(@event).Name))
            .Select(reader.GetString);

    /// <summary>True for a class that can be instantiated and derived from.</summary>
    internal static bool IsOpen(TypeDefinition type) => (type.Attributes & (TypeAttributes.Sealed | TypeAttributes.Abstract | TypeAttributes.Interface)) == 0;

    private static string AssemblyName(string project)
    {
        string text = Repository.Read(project);
        const string Start = "<AssemblyName>";
        int at = text.IndexOf(Start, StringComparison.Ordinal);
        return at < 0 ? Path.GetFileNameWithoutExtension(project) : text[(at + Start.Length)..text.IndexOf("</AssemblyName>", StringComparison.Ordinal)];
    }
}
