using System.Text;

namespace Headrace.Server.Configuration.Sources;

/// <summary>The configuration file: where it is, and what stands in it.</summary>
internal static class ConfigurationFile
{
    /// <summary>Its name where none is given.</summary>
    internal const string DefaultName = "headrace.yml";

    /// <summary>The file in the first of <paramref name="directories"/> that has one, or null.</summary>
    internal static string? Find(IEnumerable<string> directories) =>
        directories.Select(directory => Path.Combine(directory, DefaultName)).FirstOrDefault(File.Exists);

    /// <summary>Reads a file into nodes; an empty tree when it cannot be read, with an error that says why.</summary>
    internal static MappingNode Read(string path, ConfigurationDiagnostics diagnostics)
    {
        try
        {
            using FileStream stream = File.OpenRead(path);
            byte[] bytes = new byte[YamlLimits.MaxFileBytes + 1];
            int length = stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
            return Parse(bytes.AsSpan(0, length), path, diagnostics);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            string reason = e is FileNotFoundException or DirectoryNotFoundException ? "there is no such file" : e.Message;
            diagnostics.Fail(new SourceMark(path), "", $"cannot be read: {reason}");
            return Empty(path);
        }
    }

    /// <summary>Reads the bytes of a file, UTF-8 with or without a byte order mark, into nodes; an empty tree when they are no configuration, with an error.</summary>
    internal static MappingNode Parse(ReadOnlySpan<byte> bytes, string path, ConfigurationDiagnostics diagnostics)
    {
        if (bytes.Length > YamlLimits.MaxFileBytes)
        {
            diagnostics.Fail(new SourceMark(path), "", $"the file is larger than {YamlLimits.MaxFileBytes} bytes");
            return Empty(path);
        }

        string text = Encoding.UTF8.GetString(bytes.StartsWith(Encoding.UTF8.Preamble) ? bytes[Encoding.UTF8.Preamble.Length..] : bytes);
        if (!YamlText.TryRead(text, path, out ConfigurationNode? node, out YamlFault fault)) diagnostics.Fail(fault.Mark, "", fault.Message);
        else if (node is MappingNode mapping) return mapping;
        else if (node is not ScalarNode { Style: ScalarStyle.Plain, Text: "" }) diagnostics.Fail(node.Mark, "", "keys with values are expected here, such as rtsp: { listen: \":8554\" }");
        return Empty(path);
    }

    private static MappingNode Empty(string path) => new(new SourceMark(path), []);
}
