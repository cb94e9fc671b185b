using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Importing.Drafts;

/// <summary>Makes sure that what is written is what the server reads: what it would refuse is taken out, and counts as lost.</summary>
internal static class DraftCheck
{
    /// <summary>Most rounds of reading and taking out; each takes out all that the server tells at once.</summary>
    private const int MaxRounds = 50;

    /// <summary>Writes a draft that the server reads without errors; false with why there is none.</summary>
    internal static bool TrySettle(DraftNode root, string title, ImportReport report, out string text, out string fault)
    {
        for (int round = 0; round < MaxRounds; round++)
        {
            (text, IReadOnlyDictionary<int, DraftNode> nodes) = DraftWriter.Write(root, title, report);
            fault = "";
            IReadOnlyList<ConfigurationError> errors = Check(text);
            if (errors.Count == 0) return true;
            int refused = 0;
            foreach (ConfigurationError error in errors)
            {
                if (!nodes.TryGetValue(error.Mark.Line, out DraftNode? node)) continue;
                Refuse(node, error);
                refused++;
            }

            fault = $"what comes of it cannot be used: {errors[0].Message}";
            if (refused == 0) return false;
        }

        text = "";
        fault = $"too much of it cannot be used: after {MaxRounds} rounds the server still refuses some";
        return false;
    }

    private static IReadOnlyList<ConfigurationError> Check(string text)
    {
        ConfigurationDiagnostics diagnostics = new();
        MappingNode tree = ConfigurationFile.Parse(Encoding.UTF8.GetBytes(text), ConfigurationFile.DefaultName, diagnostics);
        return diagnostics.Errors.Count > 0 ? diagnostics.Errors : ConfigurationLoader.Load(tree, null, new ConfigurationSources(), diagnostics).Errors;
    }

    private static void Refuse(DraftNode node, ConfigurationError error)
    {
        DraftNode whole = node.Whole;
        string why = whole == node || error.Key == whole.Path ? error.Message : $"goes with {error.Key}: {error.Message}";
        foreach (ImportedKey key in whole.AllFrom.ToArray()) key.Lose(why);
        whole.Remove();
    }
}
