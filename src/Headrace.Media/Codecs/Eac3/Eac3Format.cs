using System.Collections.Immutable;
using Headrace.Media.Tracks;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>A format of E-AC-3. Its clock is the sample rate; its channels are those of the first program.</summary>
public sealed record Eac3Format : AudioFormat
{
    private Eac3Format()
    {
    }

    /// <summary>The independent substreams; the first one is what plays.</summary>
    public required ImmutableArray<Eac3Program> Programs { get; init; }

    /// <summary>Objects of joint coding beside the channels (Dolby Atmos); 0 where there are none.</summary>
    public override int JointObjects => Objects;

    /// <summary>Kilobits a second of all substreams, as the first unit shows them. No part of equality.</summary>
    public required int BitRate { get; init; }

    /// <inheritdoc/>
    public override SilentFrame? Silence => Eac3Silence.Of(this);

    /// <inheritdoc/>
    public override Codec Codec => Eac3Codec.Instance;

    /// <inheritdoc/>
    public override string Rfc6381 => "ec-3";

    private int Objects { get; init; }

    /// <summary>The format of programs, of which there is one at least.</summary>
    public static Eac3Format Of(int sampleRate, ReadOnlySpan<Eac3Program> programs, int objects, int bitRate) => new()
    {
        SampleRate = sampleRate,
        Channels = programs[0].Channels,
        Programs = ImmutableArray.Create(programs),
        Objects = objects,
        BitRate = bitRate,
    };

    /// <summary>Whether a unit has this format.</summary>
    public bool Is(int sampleRate, ReadOnlySpan<Eac3Program> programs, int objects) => (sampleRate, objects) == (SampleRate, Objects) && Programs.AsSpan().SequenceEqual(programs);

    /// <inheritdoc/>
    public bool Equals(Eac3Format? other) => other is not null && Is(other.SampleRate, other.Programs.AsSpan(), other.Objects);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(SampleRate, Programs[0], Programs.Length, Objects);
}
