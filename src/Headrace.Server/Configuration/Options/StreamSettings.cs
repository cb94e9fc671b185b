using System.Collections.Immutable;
using Headrace.Endpoints.Srt;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Configuration.Options;

/// <summary>What holds for one stream: an entry of <c>streams</c>, on top of <c>defaults</c>, <c>hls</c> and <c>buffers</c>.</summary>
internal sealed record StreamSettings
{
    private const string MainLabel = "main";

    /// <summary>Where the media comes from.</summary>
    public StreamSource Source { get; init; } = new(StreamSourceKind.Publisher);

    /// <summary>Where it comes from in turns; none: from <see cref="Source"/> alone.</summary>
    public ImmutableArray<InputSettings> Inputs { get; init; } = [];

    /// <summary>Where that may be; it follows from who named it.</summary>
    public SourceReach Reach { get; init; }

    /// <summary>How a source of its own is run.</summary>
    public PullSettings Pull { get; init; } = new();

    /// <summary>Where it is sent of our own accord.</summary>
    public ForwardSettings Forward { get; init; } = new();

    /// <summary>With which passphrases it is published and read over SRT; empty ones are those of section <c>srt</c>.</summary>
    public SrtStreamPassphrases Srt { get; init; } = SrtStreamPassphrases.None;

    /// <summary>How it is taken in, held and handed out.</summary>
    public StreamOptions Options { get; init; } = new();

    /// <summary>All inputs, each with a label; <see cref="Source"/> is the short form of one.</summary>
    public IEnumerable<InputSettings> AllInputs => Inputs.IsEmpty
        ? [new InputSettings { Label = MainLabel, Source = Source }]
        : Inputs.Select((input, index) => input.Label.Length > 0 ? input : input with { Label = $"input-{index + 1}" });

    /// <summary>True where it has a source of its own.</summary>
    public bool HasOwnSource => AllInputs.Any(static input => input.Source.Kind != StreamSourceKind.Publisher);

    /// <summary>The input that who publishes unasked takes, or null where nobody may.</summary>
    public InputSettings? PublisherInput => AllInputs.FirstOrDefault(input => input.Source.Kind == StreamSourceKind.Publisher);
}
