using System.Text;
using System.Text.RegularExpressions;
using Headrace.Server.Configuration;
using Headrace.Server.Importing;
using Headrace.Server.Tests.Configuration;

namespace Headrace.Server.Tests.Importing;

/// <summary>Translates texts, and looks at what comes of them.</summary>
internal static partial class Imports
{
    /// <summary>Translates a text, which must give a configuration that the server reads.</summary>
    internal static ImportResult Of(string text)
    {
        ImportResult result = Importer.Import(Encoding.UTF8.GetBytes(text), "mediamtx.yml");
        Assert.True(result.Text is not null, result.Fault);
        return result;
    }

    /// <summary>What the server reads of what is made of a text.</summary>
    internal static LoadedConfiguration Load(string text)
    {
        LoadedConfiguration loaded = Configurations.Load(Of(text).Text!);
        Assert.Empty(loaded.Errors);
        return loaded;
    }

    /// <summary>What is made of a text, without comments.</summary>
    internal static string Made(string text) => Comment().Replace(Of(text).Text!, "").Trim();

    /// <summary>What is said about a key.</summary>
    internal static string Said(ImportResult result, string key) => Assert.Single(result.Report.Lines(), line => line.Contains($": {key}: ", StringComparison.Ordinal));

    [GeneratedRegex("^#.*\n| {3}# line [0-9].*", RegexOptions.Multiline)]
    private static partial Regex Comment();
}
