using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.Sdp;

namespace Headrace.Protocols.Rtp.PayloadFormats;

/// <summary>What a medium of a session description says of a track that can be received.</summary>
/// <param name="PayloadFormat">How packets carry it.</param>
/// <param name="Map">Payload type, encoding, RTP clock rate.</param>
/// <param name="Parameters">The payload type's parameters.</param>
/// <param name="Format">The format as announced, or null where it comes in-band.</param>
/// <param name="ParameterSets">The parameter sets as announced.</param>
public sealed record RtpTrackDescription(
    RtpPayloadFormat PayloadFormat,
    RtpMap Map,
    FormatParameters Parameters,
    TrackFormat? Format,
    ParameterSets ParameterSets)
{
    /// <summary>Ticks a second of the RTP timestamps; the format's clock may differ.</summary>
    public int ClockRate => Map.ClockRate;

    /// <summary>Payload type of the track's packets.</summary>
    public byte PayloadType => Map.PayloadType;
}
