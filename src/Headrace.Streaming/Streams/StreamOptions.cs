using Headrace.Streaming.Inputs;
using Headrace.Streaming.Pressure;

namespace Headrace.Streaming.Streams;

/// <summary>What the user wrote for a stream, defaults applied. Immutable.</summary>
public sealed record StreamOptions
{
    /// <summary>The built-in picture.</summary>
    public const string BuiltinSlate = "builtin";

    /// <summary>No picture: viewers are let go.</summary>
    public const string NoSlate = "none";

    /// <summary>Longest <see cref="WaitForStream"/>.</summary>
    public static readonly TimeSpan LongestWait = TimeSpan.FromSeconds(60);

    /// <summary>How long a viewer waits for a stream that has no media yet: for its source, or for a publisher where the stream is configured. Zero: not at all for a publisher.</summary>
    public TimeSpan WaitForStream { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How long viewers stay when the publisher is away.</summary>
    public TimeSpan PublisherGrace { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>True: a new publisher replaces the one that is there. False: it is refused.</summary>
    public bool OverridePublisher { get; init; } = true;

    /// <summary>What viewers see when the publisher stays away longer: <c>builtin</c>, <c>none</c>, or the path of a file.</summary>
    public string Slate { get; init; } = BuiltinSlate;

    /// <summary>Greatest number of readers; 0: no limit.</summary>
    public int MaxReaders { get; init; }

    /// <summary>True where the publisher sends less when its connection is read more slowly: under pressure it is, before pictures are dropped.</summary>
    public bool AdaptiveSender { get; init; }

    /// <summary>Bits a second that the stream may send to its readers together; 0: no limit.</summary>
    public long MaxBandwidth { get; init; }

    /// <summary>Groups of pictures held for viewers that join.</summary>
    public int Gops { get; init; } = 3;

    /// <summary>Greatest span of time of what is held, by arrival: also of a group that does not end.</summary>
    public TimeSpan GopDuration { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Greatest number of bytes of the groups held; 0: half of <see cref="MaxMemory"/>.</summary>
    public long GopBytes { get; init; }

    /// <summary>True: a viewer begins at the newest key frame held; false: he waits for the next one.</summary>
    public bool StartsCached { get; init; } = true;

    /// <summary>How far a viewer may fall behind before he skips to a key frame.</summary>
    public TimeSpan MaxLag { get; init; } = TimeSpan.FromSeconds(2);

    /// <summary>How long a packet that is missing is waited for, over transports that lose and reorder them.</summary>
    public TimeSpan ReorderWindow { get; init; } = TimeSpan.FromMilliseconds(200);

    /// <summary>How long the rest of a unit is waited for of which nothing comes any more.</summary>
    public TimeSpan FrameTimeout { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Tracks that are off by more against each other are corrected faster.</summary>
    public TimeSpan SyncThreshold { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How much later than its timestamps say sound is presented; negative: earlier.</summary>
    public TimeSpan SoundOffset { get; init; }

    /// <summary>From which part of the memory that the stream may hold on it holds less.</summary>
    public PressureThresholds Backpressure { get; init; } = new();

    /// <summary>Greatest number of bytes that the stream may hold.</summary>
    public long MaxMemory { get; init; } = 400L * 1024 * 1024;

    /// <summary>True for a stream that the configuration names: it exists also while nobody publishes.</summary>
    public bool IsConfigured { get; init; }

    /// <summary>True for a stream that has its media from sources of our own: nobody else publishes it.</summary>
    public bool IsPulled { get; init; }

    /// <summary>True for a stream that comes with its first reader, and goes when its sources rest again.</summary>
    public bool ComesForReaders { get; init; }

    /// <summary>Name of the input that publishers take.</summary>
    public string PublisherLabel { get; init; } = StreamInput.Publisher;

    /// <summary>Its rank among the stream's inputs.</summary>
    public int PublisherPriority { get; init; }

    /// <summary>HLS options.</summary>
    public HlsOptions Hls { get; init; } = new();

    /// <summary>DASH options.</summary>
    public DashOptions Dash { get; init; } = new();

    /// <summary>
    /// True when a stream that runs with these options can go on with <paramref name="next"/>: what the cursors of its readers and the windows of its outputs were made for is the same.
    /// Otherwise it must begin anew.
    /// </summary>
    public bool CanBecome(StreamOptions next) =>
        MaxLag == next.MaxLag && Hls == next.Hls with { AlwaysOn = Hls.AlwaysOn };
}
