using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Av1;

/// <summary>The beginning of a frame header (AV1, 5.9.2): what the frame is, and whether others will refer to it.</summary>
/// <param name="Type">frame_type; of a frame that is shown again it is not known here.</param>
/// <param name="IsShown">True when the picture is shown with this header.</param>
/// <param name="ShowsExisting">True when an earlier frame is shown, and nothing decoded.</param>
/// <param name="IsReference">True when other frames may refer to it, or it is not known.</param>
internal readonly record struct Av1FrameHeader(Av1FrameType Type, bool IsShown, bool ShowsExisting, bool IsReference)
{
    private const int PrimaryReferenceBits = 3;
    private const int ReferenceFrames = 8;

    /// <summary>True for a key frame that is shown: decoding may begin with it, and nothing after it refers to what was before.</summary>
    public bool IsRandomAccessPoint => Type == Av1FrameType.Key && IsShown && !ShowsExisting;

    /// <summary>Reads the header of a frame. False when the payload ends too early.</summary>
    /// <param name="obu">A frame or a frame header.</param>
    /// <param name="sequence">The sequence header in force.</param>
    /// <param name="header">What it says.</param>
    public static bool TryRead(in Av1Obu obu, Av1SequenceHeader sequence, out Av1FrameHeader header)
    {
        if (sequence.IsReducedStill)
        {
            header = new Av1FrameHeader(Av1FrameType.Key, true, false, true);
            return !obu.Payload.IsEmpty;
        }

        BitReader bits = new(obu.Payload);
        if (bits.ReadFlag())
        {
            header = new Av1FrameHeader(Av1FrameType.Inter, true, true, false);
            return !bits.HasFailed;
        }

        Av1FrameType type = (Av1FrameType)bits.Read(2);
        bool isShown = bits.ReadFlag();
        bool isReference = ReadRefresh(ref bits, obu, sequence, type, isShown) != 0;
        header = new Av1FrameHeader(type, isShown, false, isReference || bits.HasFailed);
        return !obu.Payload.IsEmpty;
    }

    // From show_frame to refresh_frame_flags.
    private static uint ReadRefresh(ref BitReader bits, in Av1Obu obu, Av1SequenceHeader sequence, Av1FrameType type, bool isShown)
    {
        Av1OperatingPoints points = sequence.OperatingPoints;
        if (isShown && points.HasDecoderModel && !points.HasEqualIntervals) bits.Skip(points.PresentationTimeBits);
        if (!isShown) bits.Skip(1);
        bool isSwitch = type == Av1FrameType.Switch;
        bool refreshesAll = isSwitch || (type == Av1FrameType.Key && isShown);
        if (refreshesAll) return byte.MaxValue;
        bool isResilient = bits.ReadFlag();
        bits.Skip(1);
        bool hasScreenTools = sequence.ScreenContentTools == Av1SequenceHeader.Select ? bits.ReadFlag() : sequence.ScreenContentTools != 0;
        if (hasScreenTools && sequence.IntegerMotion == Av1SequenceHeader.Select) bits.Skip(1);
        bits.Skip(sequence.FrameIdBits);
        bits.Skip(1 + sequence.OrderHintBits);
        bool isIntra = type is Av1FrameType.Key or Av1FrameType.IntraOnly;
        if (!isIntra && !isResilient) bits.Skip(PrimaryReferenceBits);
        if (points.HasDecoderModel && bits.ReadFlag()) SkipRemovalTimes(ref bits, obu, points);
        return bits.Read(ReferenceFrames);
    }

    private static void SkipRemovalTimes(ref BitReader bits, in Av1Obu obu, Av1OperatingPoints points)
    {
        for (int i = 0; i < points.Modelled.Count; i++)
        {
            int idc = points.Modelled[i];
            bool isIn = idc == 0 || ((idc >> obu.TemporalId & 1) != 0 && (idc >> obu.SpatialId + 8 & 1) != 0);
            if (isIn) bits.Skip(points.RemovalTimeBits);
        }
    }
}
