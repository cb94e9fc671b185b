using System.Collections.Immutable;
using System.Text.Json;
using Headrace.Server.Configuration.Sources;

namespace Headrace.Server.Configuration.Changes;

/// <summary>
/// What was changed through the API, kept in the state directory. It is written whole beside the old one and put in its place, so that there is always
/// one that is complete, whenever the process ends.
/// </summary>
internal static class ApiChangesFile
{
    /// <summary>The file's name in the state directory.</summary>
    internal const string FileName = "api-changes.json";

    private const string SetKey = "set";
    private const string HiddenKey = "hiddenStreams";
    private const string LocalKey = "localSources";
    private const string LocalForwardsKey = "localForwards";
    private const UnixFileMode OnlyMe = UnixFileMode.UserRead | UnixFileMode.UserWrite;

    /// <summary>Reads what is kept; <see cref="ApiChanges.None"/> when there is nothing. Throws <see cref="InvalidDataException"/> for what was not written by <see cref="Write"/>.</summary>
    internal static ApiChanges Read(string directory)
    {
        string path = Path.Combine(directory, FileName);
        if (!File.Exists(path)) return ApiChanges.None;
        if (!JsonText.TryReadObject(File.ReadAllBytes(path), ApiChanges.Origin, out MappingNode? root, out string? fault)) throw new InvalidDataException($"{path}: {fault}");
        if (root[SetKey] is not MappingNode set || root[HiddenKey] is not SequenceNode hidden || root[LocalKey] is not SequenceNode local) throw new InvalidDataException($"{path} holds no changes; remove it to begin without any");
        return ApiChanges.None with
        {
            Set = set, Hidden = ApiChanges.None.Hidden.Union(Texts(hidden)), Local = ApiChanges.None.Local.Union(Texts(local)),
            LocalForwards = root[LocalForwardsKey] is SequenceNode forwards ? ApiChanges.None.LocalForwards.Union(Texts(forwards)) : ApiChanges.None.LocalForwards,
        };
    }

    /// <summary>Keeps changes. Throws <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/>.</summary>
    internal static void Write(string directory, ApiChanges changes)
    {
        string path = Path.Combine(directory, FileName);
        string beside = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, Share = FileShare.None };
        if (!OperatingSystem.IsWindows()) options.UnixCreateMode = OnlyMe;
        using (FileStream file = new(beside, options))
        {
            using (Utf8JsonWriter json = new(file, new JsonWriterOptions { Indented = true }))
            {
                json.WriteStartObject();
                json.WritePropertyName(SetKey);
                WriteNode(json, changes.Set);
                WriteTexts(json, HiddenKey, changes.Hidden);
                WriteTexts(json, LocalKey, changes.Local);
                WriteTexts(json, LocalForwardsKey, changes.LocalForwards);
                json.WriteEndObject();
            }

            file.Flush(flushToDisk: true);
        }

        File.Move(beside, path, overwrite: true);
    }

    private static IEnumerable<string> Texts(SequenceNode list) => list.Items.OfType<ScalarNode>().Select(item => item.Text);

    private static void WriteTexts(Utf8JsonWriter json, string key, ImmutableSortedSet<string> texts)
    {
        json.WriteStartArray(key);
        foreach (string text in texts) json.WriteStringValue(text);
        json.WriteEndArray();
    }

    private static void WriteNode(Utf8JsonWriter json, ConfigurationNode node)
    {
        switch (node)
        {
            case MappingNode mapping:
                json.WriteStartObject();
                foreach (MappingEntry entry in mapping.Entries)
                {
                    json.WritePropertyName(entry.Key);
                    WriteNode(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case SequenceNode sequence:
                json.WriteStartArray();
                foreach (ConfigurationNode item in sequence.Items) WriteNode(json, item);
                json.WriteEndArray();
                break;
            case ScalarNode scalar:
                json.WriteStringValue(scalar.Text);
                break;
            default:
                json.WriteNullValue();
                break;
        }
    }
}
