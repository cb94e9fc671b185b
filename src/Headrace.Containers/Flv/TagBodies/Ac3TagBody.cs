using Headrace.Containers.Mp4;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Ac3;

namespace Headrace.Containers.Flv.TagBodies;

/// <summary>AC-3 (Enhanced RTMP v2: <c>ac-3</c>).</summary>
internal sealed class Ac3TagBody() : FrameTagBody(Ac3Codec.Syntax)
{
    public override Codec Codec => Ac3Codec.Instance;

    public override FourCc? FourCc => new FourCc("ac-3"u8);
}
