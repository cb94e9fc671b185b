using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Schema;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Tests.Configuration;

/// <summary>The page of all keys is made of the schema, and of what a change of each really does. <c>UPDATE_GOLDEN=1</c> rewrites it.</summary>
public sealed class KeyPageTests
{
    private const string OfStreams = "streams.NAME.";

    private const string Head = """
        # Every key

        [Configuration](configuration.md) says what the keys are for, and how they are set. This page is made of what the server reads by; a test fails when it is not true, and rewrites it with `UPDATE_GOLDEN=1`.

        *A change* says when a new value holds: **at once**; **anew**: at once too, but the streams that it concerns begin anew, and their sessions end; **source**: at once, and sources that it concerns are started again, while
        viewers stay; **restart**: from the next start on. *API* says whether `PATCH /api/v1/config`, or that of a stream, may set it.

        A key of `defaults`, `hls`, `dash` and `buffers` may stand in a stream, too (`streams.NAME.maxReaders`, `streams.NAME.hls.variant`), and holds for that one alone. What only streams have is at the end.

        """;

    private static readonly string Path = Checkout.PathOf("docs/operations/keys.md");

    [Fact]
    public void PageSaysWhatTheServerReads()
    {
        string page = Write();
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1") File.WriteAllText(Path, page);
        Assert.True(File.Exists(Path), $"{Path} is not there: run this test with UPDATE_GOLDEN=1, and review what it writes.");
        Assert.Equal(page, File.ReadAllText(Path), ignoreLineEndingDifferences: true);
    }

    /// <summary>What a stream has of its own is what all streams have, with the same values allowed.</summary>
    [Fact]
    public void KeysOfStreamsAreThoseOfAllStreams()
    {
        foreach (KeyListing key in ConfigurationSchema.Listing.Where(key => key.Path.StartsWith(OfStreams, StringComparison.Ordinal)))
        {
            if (GeneralOf(key) is not { Key: { } general } found) continue;
            Assert.Equal((general.Allowed, found.Traits), (key.Key.Allowed, key.Traits));
        }
    }

    private static string Write()
    {
        StringBuilder page = new(Head);
        foreach (IGrouping<string, KeyListing> section in ConfigurationSchema.Listing.Where(key => GeneralOf(key) is null).GroupBy(key => key.Path.Split('.')[0]))
        {
            page.Append("\n## ").Append(section.Key).Append("\n\n| key | default | may be | for | a change | API |\n|---|---|---|---|---|---|\n");
            foreach (KeyListing key in section)
            {
                string change = ChangeOf(key);
                Row(page, key.Path, key.Key, change, key.Traits);
                foreach (KeyListing item in ItemsOf(key)) Row(page, item.Path, item.Key, change, key.Traits | item.Traits);
            }
        }

        return page.ToString();
    }

    private static IEnumerable<KeyListing> ItemsOf(KeyListing list)
    {
        foreach (IKey item in list.Key.ItemKeys)
        {
            KeyListing key = new($"{list.Path}[].{item.Name}", item, list.Traits | item.Traits);
            yield return key;
            foreach (KeyListing below in ItemsOf(key)) yield return below;
        }
    }

    private static void Row(StringBuilder page, string path, IKey key, string change, KeyTraits traits)
    {
        string preset = key.Default.Length == 0 ? "" : $"`{key.Default}`";
        page.Append("| `").Append(path).Append("` | ").Append(preset).Append(" | ").Append(Cell(key.Allowed)).Append(" | ").Append(Cell(key.Summary.TrimEnd('.'))).Append(" | ").Append(change)
            .Append(" | ").Append(traits.HasFlag(KeyTraits.NotByApi) ? "no" : "yes").Append(" |\n");
    }

    private static string Cell(string text) => text.Replace("|", "\\|", StringComparison.Ordinal).Replace("*", "\\*", StringComparison.Ordinal);

    /// <summary>The key of all streams that a stream's key stands for; null where there is none, and for keys that are none of a stream's.</summary>
    private static KeyListing? GeneralOf(KeyListing key)
    {
        if (!key.Path.StartsWith(OfStreams, StringComparison.Ordinal)) return null;
        string name = key.Path[OfStreams.Length..];
        return ConfigurationSchema.Listing.Where(other => other.Path == name || other.Path == $"defaults.{name}").Select(other => (KeyListing?)other).FirstOrDefault();
    }

    /// <summary>What becomes of a running stream when the key changes.</summary>
    private static string ChangeOf(KeyListing key)
    {
        if (key.Traits.HasFlag(KeyTraits.NeedsRestart)) return "restart";
        (StreamSettings before, StreamSettings after) = (SettingsOf(Configurations.Load("")), SettingsOf(KeyTests.LoadOf(key.Path)));
        if (!before.Options.CanBecome(after.Options)) return "anew";
        return before.Pull.CanBecome(after.Pull) && before.AllInputs.SequenceEqual(after.AllInputs) ? "at once" : "source";
    }

    private static StreamSettings SettingsOf(LoadedConfiguration loaded) =>
        StreamName.TryParse("NAME", out StreamName? name, out _) ? loaded.Options.StreamOf(name) : throw new InvalidOperationException("NAME is a name");
}
