using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Carriers;

/// <summary>What helps where an output leaves a track out: made of the tables that decide what is carried, so that it is never wrong.</summary>
public static class CarrierAdvice
{
    /// <summary>The forms of output that hold a track now.</summary>
    public static ImmutableArray<OutputForm> FormsOf(Track track) => [.. OutputForm.All.Where(form => form.WhyNot(track) is null)];

    /// <summary>Which outputs carry a track, and which codec of its kind all of them do, as a clause for people; null where all have a place for its codec: the track only has to become whole, or another one.</summary>
    public static string? Of(Track track)
    {
        if (OutputForm.All.All(form => form.Knows(track.Codec))) return null;
        ImmutableArray<OutputForm> forms = FormsOf(track);
        string name = track.Codec.DisplayName;
        string here = forms.IsEmpty ? $"no output carries {name}" : $"{name} goes out over {Listed([.. forms.SelectMany(static form => form.Outputs)])}";
        return EverywhereOf(track.Kind) is { } codec ? $"{here}; {codec.DisplayName} goes out over all" : here;
    }

    /// <summary>The first codec of a kind that every form has a place for; null where there is none.</summary>
    private static Codec? EverywhereOf(MediaKind kind) => KnownCodecs.All.FirstOrDefault(codec => codec.Kind == kind && OutputForm.All.All(form => form.Knows(codec)));

    private static string Listed(ImmutableArray<string> names) => names.Length == 1 ? names[0] : $"{string.Join(", ", names[..^1])} and {names[^1]}";
}
