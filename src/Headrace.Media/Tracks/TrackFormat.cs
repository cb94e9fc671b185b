using Headrace.Media.Codecs;

namespace Headrace.Media.Tracks;

/// <summary>
/// What an init segment or a sequence header says of a track. Immutable; value equality: a format that is not equal to the last one means
/// a new init. Parameter sets are kept beside it (<see cref="Track.ParameterSets"/>).
/// </summary>
public abstract record TrackFormat
{
    /// <summary>The codec.</summary>
    public abstract Codec Codec { get; }

    /// <summary>Ticks a second of the track's output clock: 90,000 for video, the sample rate for audio.</summary>
    public abstract int ClockRate { get; }

    /// <summary>The <c>codecs</c> parameter of RFC 6381, or null where there is none.</summary>
    public abstract string? Rfc6381 { get; }

    /// <summary>A short description for logs and pages: <c>H.264 1280x720</c>, <c>AAC 48 kHz stereo</c>.</summary>
    public abstract string Description { get; }
}

/// <summary>A format of pictures.</summary>
public abstract record VideoFormat : TrackFormat
{
    /// <summary>The clock rate of all video.</summary>
    public const int VideoClockRate = 90_000;

    /// <inheritdoc/>
    public sealed override int ClockRate => VideoClockRate;

    /// <summary>Displayed width in pixels, cropping applied.</summary>
    public required int Width { get; init; }

    /// <summary>Displayed height in pixels, cropping applied.</summary>
    public required int Height { get; init; }

    /// <summary>Frames a second as the stream states them, or null. No part of equality.</summary>
    public FrameRate? FrameRate { get; init; }

    /// <summary>Meaning of the samples as the stream states it, or null. No part of equality.</summary>
    public ColourDescription? Colour { get; init; }

    /// <summary>Shape of a sample as the stream states it, or null. No part of equality.</summary>
    public SampleAspectRatio? SampleAspectRatio { get; init; }

    /// <inheritdoc/>
    public override string Description => $"{Codec.DisplayName} {Width}x{Height}";

    /// <summary>
    /// Same codec, size and whatever a codec's record adds. Rate, colour and aspect ratio are advice that a stream may change in passing
    /// (a parameter set that differs in its VUI only): they ask for no new init.
    /// </summary>
    public virtual bool Equals(VideoFormat? other) => other is not null && EqualityContract == other.EqualityContract && Width == other.Width && Height == other.Height;

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(EqualityContract, Width, Height);
}

/// <summary>A format of sound.</summary>
public abstract record AudioFormat : TrackFormat
{
    /// <summary>Samples a second of the output (with SBR, the core's rate doubled is in the codec's own record).</summary>
    public required int SampleRate { get; init; }

    /// <summary>Number of channels.</summary>
    public required int Channels { get; init; }

    /// <summary>Objects of sound that are coded together beside the channels (Dolby Atmos), or 0.</summary>
    public virtual int JointObjects => 0;

    /// <summary>A frame of silence of this format, or null where nobody knows how to make one.</summary>
    public virtual SilentFrame? Silence => null;

    /// <inheritdoc/>
    public override int ClockRate => SampleRate;

    /// <inheritdoc/>
    public override string Description => $"{Codec.DisplayName} {SampleRate / 1000.0:0.###} kHz {(Channels == 1 ? "mono" : Channels == 2 ? "stereo" : Channels + " channels")}";
}
