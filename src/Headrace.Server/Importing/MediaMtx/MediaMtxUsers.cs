using System.Globalization;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Drafts;
using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>Who may do what. A user who cannot be carried over is left out whole, and nothing is ever opened by what is left out.</summary>
internal static class MediaMtxUsers
{
    private const string Users = "authInternalUsers";
    private const string Anybody = "any";
    private const string LeftOut = "its user is left out";

    private static readonly ForeignTable User = new("MediaMTX", To("user", "user"), To("pass", "password"), new ForeignKey("ips", Addresses), new ForeignKey("permissions", static _ => { }));

    private static readonly ForeignTable Permission = new("MediaMTX", To("action", "action"), To("path", "path"));

    /// <summary>Translates the users of a file.</summary>
    /// <param name="general">The top of the file.</param>
    /// <param name="scope">Which names may be published; null for all.</param>
    /// <param name="old">What paths say of users of their own, as files did before there were lists of users.</param>
    internal static void Translate(ForeignSection general, MediaMtxScope? scope, MediaMtxOldUsers old)
    {
        if (!AuthKeys.IsInternal(general)) Close(List());
        else if (old.Any) old.Translate(List());
        else if (general.Find(Users) is { } entry) Translate(entry, List(), scope);
        else if (scope is not null)
        {
            DraftNode anybody = List().Item();
            anybody.Set("user", Anybody);
            foreach (string action in new[] { "publish", "read", "playback" }) Allow(anybody, action, action == "publish" ? scope : null);
        }

        DraftNode List() => general.Target.Section("auth").List("users");
    }

    /// <summary>Lets nobody do anything, until somebody says who may: an empty list would open everything.</summary>
    internal static void Close(DraftNode list)
    {
        DraftNode item = list.Item();
        item.Set("user", Anybody);
        item.Set("ips", DraftText.Of(["loopback"]));
    }

    private static void Translate(ForeignEntry entry, DraftNode list, MediaMtxScope? scope)
    {
        if (entry.Value is not SequenceNode users)
        {
            if (!entry.IsEmpty) entry.Record.Lose("a list of users is expected here");
            Close(list);
            return;
        }

        for (int i = 0; i < users.Items.Length; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{Users}[{i}]");
            if (users.Items[i] is MappingNode mapping) Translate(new ForeignSection(mapping, path, list.Item(), entry.Section.Report), scope);
            else entry.Section.Report.Add(path, users.Items[i].Mark).Lose("a user with permissions is expected here");
        }

        entry.Record.GoTo(list.Path);
        if (list.IsEmpty) Close(list);
    }

    private static void Translate(ForeignSection user, MediaMtxScope? scope)
    {
        if (ObstacleOf(user) is { } obstacle)
        {
            foreach (ForeignEntry entry in user.Entries) entry.Record.Lose(entry == obstacle.Entry ? obstacle.Why : LeftOut);
            user.Target.Remove();
            return;
        }

        User.Translate(user);
        bool isLocal = user.TextOf("user") == Anybody && user.Find("ips")?.Texts is { Count: > 0 } ips && ips.All(IsLoopback);
        Permissions(user, isLocal, scope);
        if (user.Target.Children.Any(child => child is { IsList: true, IsEmpty: false })) return;
        foreach (ForeignEntry entry in user.Entries.Where(entry => entry.Record.Fate == ImportFate.Translated)) entry.Record.Drop("what it may do is allowed anyway, or cannot be done");
        user.Target.Remove();
    }

    private static (ForeignEntry Entry, string Why)? ObstacleOf(ForeignSection user)
    {
        if (user.Find("user") is { Text: { } name } entry && (name.StartsWith("sha256:", StringComparison.Ordinal) || name.StartsWith("argon2:", StringComparison.Ordinal)))
            return (entry, "a name cannot be a hash: write it in auth.users as it is, with the hash as password");
        if (user.Find("pass") is { Text: { } pass } secret && pass.StartsWith("argon2:", StringComparison.Ordinal))
            return (secret, "passwords are plain or sha256: with the Base64 of the hash; give the user a new one in auth.users");
        if (user.TextOf("user") is { Length: > 0 } other && other != Anybody && user.TextOf("pass") is null or "" && user.Find("user") is { } without)
            return (without, "a user without a password may come with any there, and here with an empty one only; give him one in auth.users, or let any do what he may");
        return null;
    }

    private static void Permissions(ForeignSection user, bool isLocal, MediaMtxScope? scope)
    {
        if (user.Find("permissions") is not { } entry || entry.IsEmpty) return;
        if (entry.Value is not SequenceNode list)
        {
            entry.Record.Lose("a list of permissions is expected here");
            return;
        }

        for (int i = 0; i < list.Items.Length; i++)
        {
            string path = string.Create(CultureInfo.InvariantCulture, $"{entry.Section.Path}.permissions[{i}]");
            if (list.Items[i] is MappingNode mapping) Translate(new ForeignSection(mapping, path, user.Target.List("permissions").Item(), user.Report), isLocal, scope);
            else user.Report.Add(path, list.Items[i].Mark).Lose("an action is expected here");
        }

        entry.Record.GoTo(user.Target.List("permissions").Path);
    }

    private static void Translate(ForeignSection permission, bool isLocal, MediaMtxScope? scope)
    {
        Permission.Translate(permission);
        string? action = permission.TextOf("action");
        string? needless = action == "pprof" ? "there is no pprof"
            : isLocal && action is "api" or "metrics" ? "programs on this machine may do so without credentials anyway"
            : null;
        if (needless is not null)
        {
            foreach (ForeignEntry entry in permission.Entries) entry.Record.Drop(needless);
            permission.Target.Remove();
        }
        else if (action == "publish" && permission.TextOf("path") is null or "") scope?.Bound(permission.Target, permission.Find("action")!.Record);
    }

    private static void Allow(DraftNode user, string action, MediaMtxScope? scope)
    {
        DraftNode permission = user.List("permissions").Item();
        permission.Set("action", action);
        scope?.Bound(permission, null);
    }

    private static void Addresses(ForeignEntry entry)
    {
        if (entry.Texts is not { } texts) entry.Record.Lose("a list of addresses is expected here");
        else if (texts.Count > 0) entry.Set("ips", texts);
    }

    private static bool IsLoopback(string text) => text.StartsWith("127.", StringComparison.Ordinal) || text is "::1" or "::1/128";
}
