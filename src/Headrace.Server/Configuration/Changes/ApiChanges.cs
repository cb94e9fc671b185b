using System.Collections.Immutable;
using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Configuration.Changes;

/// <summary>
/// What was changed through the API, on top of the file: an immutable snapshot. What it sets wins over the file key by key; of a stream that it hides, what
/// the file says counts nothing. The environment and the command line win over both.
/// </summary>
/// <param name="Set">The keys that were set, as the file would have them.</param>
/// <param name="Hidden">Streams of the file that were deleted.</param>
/// <param name="Local">Streams whose source was named by a program on this machine.</param>
/// <param name="LocalForwards">Streams whose targets were.</param>
internal sealed record ApiChanges(MappingNode Set, ImmutableSortedSet<string> Hidden, ImmutableSortedSet<string> Local, ImmutableSortedSet<string> LocalForwards)
{
    /// <summary>Who set it, in marks.</summary>
    internal const string Origin = "API";

    /// <summary>The key that says where a stream comes from.</summary>
    internal const string Source = "source";

    /// <summary>The key that says what is shown without a signal.</summary>
    internal const string Slate = "slate";

    /// <summary>The key that says from where in turns.</summary>
    internal const string Inputs = "inputs";

    /// <summary>The key that says where a stream is sent.</summary>
    internal const string Forward = "forward";

    private const string Streams = "streams";
    private const string Defaults = "defaults";

    /// <summary>Nothing was changed.</summary>
    internal static ApiChanges None { get; } = new(
        new MappingNode(new SourceMark(Origin), []), ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal), ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal),
        ImmutableSortedSet<string>.Empty.WithComparer(StringComparer.Ordinal));

    /// <summary>With keys changed; those with <see cref="NoValueNode"/> are the file's again.</summary>
    internal ApiChanges With(MappingNode change) => this with { Set = Set.MergedWith(change) };

    /// <summary>With a stream made anew, whatever the file says of it.</summary>
    internal ApiChanges WithNewStream(StreamName name, MappingNode settings, bool isLocal) =>
        Hide(name).NoteSource(name, settings, isLocal) with { Set = SetStream(name, new MappingNode(settings.Mark, []).MergedWith(settings)) };

    /// <summary>With keys of a stream changed.</summary>
    internal ApiChanges WithStream(StreamName name, MappingNode change, bool isLocal) => NoteSource(name, change, isLocal) with
    {
        Set = SetStream(name, (SettingsOf(name) ?? new MappingNode(change.Mark, [])).MergedWith(change)),
    };

    /// <summary>Without a stream.</summary>
    internal ApiChanges WithoutStream(StreamName name) => Hide(name) with
    {
        Local = Local.Remove(name.Value),
        LocalForwards = LocalForwards.Remove(name.Value),
        Set = Set[Streams] is MappingNode streams ? Set.With([Streams], streams.Without(name.Value)) : Set,
    };

    /// <summary>True when the stream's settings, or part of them, come from here.</summary>
    internal bool Names(StreamName name) => SettingsOf(name) is not null;

    /// <summary>Where the source of a stream may be.</summary>
    internal SourceReach ReachOf(StreamName name)
    {
        if (SettingsOf(name) is not { } settings || (settings[Source] ?? settings[Inputs]) is null) return SourceReach.Everywhere;
        return Local.Contains(name.Value) ? SourceReach.AllowedAndLoopback : SourceReach.Allowed;
    }

    /// <summary>Where the targets of a stream may be; of streams that are not named: null.</summary>
    internal SourceReach ForwardReachOf(StreamName? name)
    {
        if (name is not null && SettingsOf(name)?[Forward] is not null) return LocalForwards.Contains(name.Value) ? SourceReach.AllowedAndLoopback : SourceReach.Allowed;
        return (Set[Defaults] as MappingNode)?[Forward] is null ? SourceReach.Everywhere : SourceReach.Allowed;
    }

    /// <summary>The file's tree with these changes.</summary>
    internal MappingNode ApplyTo(MappingNode tree)
    {
        if (tree[Streams] is MappingNode streams) tree = tree.With([Streams], Hidden.Aggregate(streams, (left, name) => left.Without(name)));
        return tree.MergedWith(Set);
    }

    private MappingNode? SettingsOf(StreamName name) => (Set[Streams] as MappingNode)?[name.Value] as MappingNode;

    private ApiChanges NoteSource(StreamName name, MappingNode change, bool isLocal) => this with
    {
        Local = (change[Source] ?? change[Inputs]) is null ? Local : isLocal ? Local.Add(name.Value) : Local.Remove(name.Value),
        LocalForwards = change[Forward] is null ? LocalForwards : isLocal ? LocalForwards.Add(name.Value) : LocalForwards.Remove(name.Value),
    };

    private ApiChanges Hide(StreamName name) => this with { Hidden = Hidden.Add(name.Value) };

    private MappingNode SetStream(StreamName name, MappingNode settings) => Set.With([Streams, name.Value], settings);
}
