using Headrace.Media.Codecs.Framing;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>Sound whose frames tell their length and their format: there is no configuration, and several may stand in one tag.</summary>
internal abstract class FrameTagBody(FrameSyntax syntax) : TagBody
{
    /// <summary>What a frame looks like.</summary>
    protected FrameSyntax Syntax => syntax;

    public override ReadOnlySpan<byte> TakeUnit(ref ReadOnlySpan<byte> data)
    {
        bool isFrame = syntax.TryMeasure(data, out FrameMeasure measure) && measure.Length > 0 && measure.Length <= data.Length;
        ReadOnlySpan<byte> unit = isFrame ? data[..measure.Length] : data;
        data = data[unit.Length..];
        return unit;
    }
}
