using System.Collections.Immutable;
using Headrace.Media.Codecs;
using Headrace.Media.Codecs.Flac;
using Headrace.Media.Codecs.PrivateData;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>The codecs that RTP leaves out, and why.</summary>
public static class RtpGaps
{
    /// <summary>One a codec.</summary>
    public static ImmutableArray<CodecGap> All { get; } =
    [
        new(FlacCodec.Instance, "there is no payload format for it"),
        new(PrivateDataCodec.Klv, "its payload format (RFC 6597) is not written here"),
        new(PrivateDataCodec.Other, "what it consists of is not known"),
    ];
}
