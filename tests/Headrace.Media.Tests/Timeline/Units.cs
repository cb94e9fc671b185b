using Headrace.Media.Codecs;
using Headrace.Media.Tracks;

namespace Headrace.Media.Tests.Timeline;

/// <summary>Units without payload, as the timeline sees them.</summary>
internal static class Units
{
    private static readonly VideoFormatOfTests s_video = new() { Width = 1280, Height = 720 };

    public static AssembledUnit Picture(bool isKey = false, bool isDisposable = false, int? depth = null, int duration = 0, bool isOpen = false) => new()
    {
        Format = s_video,
        ParameterSets = ParameterSets.Empty,
        RandomAccess = isKey ? isOpen ? RandomAccess.OpenGop : RandomAccess.Idr : RandomAccess.None,
        IsDisposable = isDisposable,
        ReorderDepth = depth,
        NominalDuration = duration,
    };

    public static AssembledUnit Sound(int rate, int duration) => new()
    {
        Format = new AudioFormatOfTests { SampleRate = rate, Channels = 2 },
        ParameterSets = ParameterSets.Empty,
        RandomAccess = RandomAccess.Idr,
        NominalDuration = duration,
    };

    private sealed record VideoFormatOfTests : VideoFormat
    {
        public override Codec Codec => throw new NotSupportedException();

        public override string? Rfc6381 => null;
    }

    private sealed record AudioFormatOfTests : AudioFormat
    {
        public override Codec Codec => throw new NotSupportedException();

        public override string? Rfc6381 => null;
    }
}
