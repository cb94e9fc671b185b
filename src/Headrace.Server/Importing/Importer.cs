using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Drafts;
using Headrace.Server.Importing.Keys;
using Headrace.Server.Importing.MediaMtx;
using Headrace.Server.Importing.Seeds;

namespace Headrace.Server.Importing;

/// <summary>Translates configurations of other servers. What it makes is what our server reads without errors; no key is lost in silence.</summary>
internal static class Importer
{
    private static readonly IImportFormat[] Formats = [new SeedFormat(), new MediaMtxFormat()];

    /// <summary>Translates the bytes of a file. Never throws for what stands in it.</summary>
    /// <param name="bytes">UTF-8, at most <see cref="YamlLimits.MaxFileBytes"/>.</param>
    /// <param name="path">The file's name, for what is told.</param>
    internal static ImportResult Import(ReadOnlySpan<byte> bytes, string path)
    {
        ImportReport report = new();
        ConfigurationDiagnostics diagnostics = new();
        MappingNode mapping = ConfigurationFile.Parse(bytes, path, diagnostics);
        if (diagnostics.Errors.Count > 0) return new ImportResult(null, report, diagnostics.Errors[0].ToString());
        if (FormatOf(mapping) is not { } format) return new ImportResult(null, report, $"{path}: {WhatElse(mapping)}");
        DraftNode root = new("", null);
        ForeignSection top = new(mapping, "", root, report);
        format.Translate(top);
        string title = $"Made by headrace import of {ImportReport.OneLine(Path.GetFileName(path))}; lines are those of that file.";
        bool isThere = DraftCheck.TrySettle(root, title, report, out _, out string fault);
        string text = "";
        if (isThere)
        {
            format.Finish(top);
            isThere = DraftCheck.TrySettle(root, title, report, out text, out fault);
        }

        return isThere ? new ImportResult(text, report, null) : new ImportResult(null, report, $"{path}: {fault}");
    }

    /// <summary>The format that knows most of a file's keys; null where none knows any.</summary>
    private static IImportFormat? FormatOf(MappingNode mapping) => Formats.Select(format => (Format: format, Known: mapping.Entries.Count(entry => format.Table.Knows(entry.Key))))
        .Where(found => found.Known > 0).OrderByDescending(found => found.Known).FirstOrDefault().Format;

    private static string WhatElse(MappingNode mapping)
    {
        if (mapping.Entries.IsEmpty) return "there is nothing in it";
        return mapping.Entries.Any(entry => ConfigurationSchema.Root.Keys.Any(key => key.Name == entry.Key))
            ? "this looks like a headrace.yml already: headrace check-config reads it"
            : "this is neither a mediamtx.yml nor a file with a section ingestion or streaming: none of its keys is known";
    }
}
