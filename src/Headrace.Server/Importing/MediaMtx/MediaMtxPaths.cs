using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Drafts;
using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>The paths of a file, and what holds for all of them.</summary>
internal static class MediaMtxPaths
{
    /// <summary>Their key.</summary>
    internal const string Key = "paths";

    /// <summary>The key of what holds for all.</summary>
    internal const string Defaults = "pathDefaults";

    /// <summary>The expression that all names fit.</summary>
    internal const string AllNames = "~^.*$";

    /// <summary>Translates them.</summary>
    /// <returns>Which names exist, where not all do, and users of paths.</returns>
    internal static (MediaMtxScope? Scope, MediaMtxOldUsers Users) Translate(ForeignSection general)
    {
        MediaMtxOldUsers users = new();
        if (SectionOf(general.Find(Defaults), Defaults) is { } defaults) users.AddDefaults(Translate(defaults, Defaults, general.Target.Section("defaults"), general.Report));
        if (general.Find(Key) is not { } entry || SectionOf(entry, Key) is not { Entries.IsEmpty: false } paths) return (null, users);
        DraftNode streams = general.Target.Section("streams");

        // The first expression that fits counts: the one that all names fit is the last.
        foreach (MappingEntry path in paths.Entries.OrderBy(path => NameOf(path.Key) == AllNames)) Translate(path, streams, general.Report, users);
        entry.Record.GoTo(streams.Path);
        string[] names = [.. paths.Entries.Select(path => NameOf(path.Key))];
        return (names.Contains(AllNames) ? null : new MediaMtxScope(entry.Record, names), users);
    }

    private static void Translate(MappingEntry path, DraftNode streams, ImportReport report, MediaMtxOldUsers users)
    {
        string name = NameOf(path.Key);
        string key = KeyPath.Join(Key, path.Key);
        ImportedKey record = report.Add(key, path.Mark);
        MappingNode? mapping = path.Value as MappingNode ?? (path.Value is ScalarNode { Text: "" } ? new MappingNode(path.Mark, []) : null);
        if (mapping is null)
        {
            record.Lose("the settings of a path are expected here");
            return;
        }

        DraftNode stream = streams.NewSection(name, isWhole: false, isKept: name[..Math.Min(1, name.Length)] != "~");
        stream.From.Add(record);
        ForeignSection section = Translate(mapping, key, stream, report);
        users.Add(name, section, record);
        if (section.Find("source") is { Record.Fate: ImportFate.NotTranslated }) LeaveOut(stream, record);
        else if (stream.IsEmpty) record.Drop(name == AllNames ? "any name may be published, by whom auth.users lets" : "it says nothing: names that fit it may be published anyway");
        else record.GoTo(stream.Path);
    }

    private static ForeignSection Translate(MappingNode mapping, string key, DraftNode target, ImportReport report)
    {
        ForeignSection section = new(mapping, key, target, report);
        PathKeys.Table.Translate(section);
        return section;
    }

    private static void LeaveOut(DraftNode stream, ImportedKey record)
    {
        foreach (ImportedKey key in stream.AllFrom.ToArray()) key.Lose("the stream is left out, because of its source");
        record.Lose("the stream is left out, because of its source");
        stream.Remove();
    }

    private static string NameOf(string path) => path is "all" or "all_others" or "~^.*$" or "~^.+$" or "~.*" or "~^" ? AllNames : path;

    private static MappingNode? SectionOf(ForeignEntry? entry, string key)
    {
        if (entry is null) return null;
        if (entry.Value is MappingNode section)
        {
            entry.Record.GoTo(key == Key ? "streams" : "defaults");
            return section;
        }

        if (!entry.IsEmpty) entry.Record.Lose("a section is expected here");
        return null;
    }
}
