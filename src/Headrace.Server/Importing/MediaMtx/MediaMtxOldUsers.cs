using Headrace.Server.Importing.Drafts;
using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Users as files had them before there were lists of them: a name, a password and addresses of each path.</summary>
internal sealed class MediaMtxOldUsers
{
    /// <summary>The keys.</summary>
    internal static readonly string[] Names = ["publishUser", "publishPass", "publishIPs", "readUser", "readPass", "readIPs"];

    private readonly List<(string Pattern, ForeignSection Section, ImportedKey Record)> _paths = [];
    private ForeignSection? _defaults;

    /// <summary>True where some path has any.</summary>
    internal bool Any { get; private set; }

    /// <summary>Adds what holds for all paths.</summary>
    internal void AddDefaults(ForeignSection defaults) => Note(_defaults = defaults);

    /// <summary>Adds a path.</summary>
    internal void Add(string pattern, ForeignSection path, ImportedKey record)
    {
        _paths.Add((pattern, path, record));
        Note(path);
    }

    /// <summary>Makes users of them: two for each path.</summary>
    internal void Translate(DraftNode list)
    {
        foreach ((string pattern, ForeignSection path, ImportedKey record) in _paths)
        {
            // An expression for all names would open those that have users of their own.
            if (pattern == MediaMtxPaths.AllNames && _paths.Count > 1)
            {
                record.Lose("beside paths with users of their own, names that are not listed are open to nobody here; name in auth.users who may use which of them");
                continue;
            }

            Translate(list, path, pattern, "publish");
            Translate(list, path, pattern, "read");
        }

        foreach (ForeignEntry lost in _paths.Select(path => path.Section).Append(_defaults).OfType<ForeignSection>().SelectMany(EntriesOf).Where(entry => entry.Record.Fate == ImportFate.NothingToDo && !entry.IsEmpty))
            lost.Record.Lose("no user could be made of it; name him in auth.users, with the paths that he may use");
        if (list.IsEmpty) MediaMtxUsers.Close(list);
    }

    private void Note(ForeignSection section) => Any |= EntriesOf(section).Any(entry => !entry.IsEmpty);

    private static IEnumerable<ForeignEntry> EntriesOf(ForeignSection section) => Names.Select(section.Find).OfType<ForeignEntry>();

    private void Translate(DraftNode list, ForeignSection path, string pattern, string action)
    {
        ForeignEntry? user = Find(path, $"{action}User");
        ForeignEntry? password = Find(path, $"{action}Pass");
        ForeignEntry? ips = Find(path, $"{action}IPs");
        if (user?.Text is { } hashed && hashed.Contains(':', StringComparison.Ordinal)) return;
        if (password?.Text is { } other && other.StartsWith("argon2:", StringComparison.Ordinal)) return;
        DraftNode item = list.Item();
        item.Set("user", DraftText.Of(user?.Text is { Length: > 0 } name ? name : "any"), Of(user));
        if (password?.Text is { Length: > 0 } secret) item.Set("password", DraftText.Of(secret), Of(password));
        if (ips?.Texts is { Count: > 0 } addresses) item.Set("ips", DraftText.Of(addresses), Of(ips));
        DraftNode permission = item.List("permissions").Item();
        permission.Set("action", action);
        permission.Set("path", DraftText.Of(pattern));
    }

    private ForeignEntry? Find(ForeignSection path, string name) => path.Find(name) is { IsEmpty: false } own ? own : _defaults?.Find(name) is { IsEmpty: false } common ? common : null;

    private static IEnumerable<ImportedKey> Of(ForeignEntry? entry) => entry is null ? [] : [entry.Record];
}
