using Headrace.Media.Tracks;
using Headrace.TestKit.Clips;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>H.264 coded as fields, as senders pack it: whatever they do with timestamps and markers, two fields are a unit with the time of the first.</summary>
public sealed class H264FieldTests
{
    private const int Frames = 12;
    private const uint FrameTicks = 3600;

    private static readonly string Sprop = $"{Convert.ToBase64String(FieldCodedVideo.Sps)},{Convert.ToBase64String(FieldCodedVideo.Pps)}";

    [Theory]
    [InlineData(0, true)]
    [InlineData(0, false)]
    [InlineData(1800, true)]
    public void TwoFieldsAreAUnitWhateverTheirTimestampsAndMarkers(int ticksBetween, bool hasMarkerBetween)
    {
        using Receiver receiver = Receive(Packets((uint)ticksBetween, hasMarkerBetween));
        Assert.Equal(Enumerable.Range(0, Frames).Select(i => (uint)i * FrameTicks), receiver.Units.Select(unit => unit.Timestamp));
        Assert.All(receiver.Units, unit => Assert.Equal((2, false), (unit.Nals.Count, unit.Facts.IsDamaged)));
        Assert.Equal(RandomAccessKind.Idr, receiver.Units[0].Facts.RandomAccess.Kind);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(0, true)]
    [InlineData(1800, false)]
    [InlineData(1800, true)]
    public void LostFieldDamagesItsFrameAndAtMostTheNextOne(int ticksBetween, bool isFirst)
    {
        const int Lost = 5;
        List<byte[]> packets = Packets((uint)ticksBetween, hasMarkerBetween: true);
        packets.RemoveAt(2 * Lost + (isFirst ? 0 : 1));
        using Receiver receiver = Receive(packets);
        ReceivedUnit[] whole = [.. receiver.Units.Where(unit => !unit.Facts.IsDamaged)];
        Assert.Equal(0, whole.Count(unit => unit.Nals.Count != 2));
        Assert.InRange(whole.Length, Frames - 2, Frames - 1);
        Assert.DoesNotContain(Lost * FrameTicks, whole.Select(unit => unit.Timestamp));
        Assert.All(whole, unit => Assert.Equal(0u, unit.Timestamp % FrameTicks));
        Assert.All(whole, unit => Assert.Equal([Nal((int)(unit.Timestamp / FrameTicks), false), Nal((int)(unit.Timestamp / FrameTicks), true)], unit.Nals));
    }

    /// <summary>One field a packet. But for the first frame nothing is referred to, so that all fields have the same frame_num.</summary>
    private static List<byte[]> Packets(uint ticksBetween, bool hasMarkerBetween)
    {
        List<byte[]> packets = [];
        for (int frame = 0; frame < Frames; frame++)
        {
            packets.Add(TestPackets.Make(packets.Count, (uint)frame * FrameTicks, hasMarkerBetween, Field(frame, isBottom: false)));
            packets.Add(TestPackets.Make(packets.Count, (uint)frame * FrameTicks + ticksBetween, hasMarker: true, Field(frame, isBottom: true)));
        }

        return packets;
    }

    private static Receiver Receive(List<byte[]> packets)
    {
        Receiver receiver = new(TestPackets.Describe("96 H264/90000", "packetization-mode=1; sprop-parameter-sets=" + Sprop));
        foreach (byte[] packet in packets) receiver.Handle(packet);
        receiver.Flush();
        return receiver;
    }

    private static byte[] Field(int frame, bool isBottom) =>
        frame == 0 ? FieldCodedVideo.Field(0, isBottom, isKey: !isBottom) : FieldCodedVideo.Field(frame, isBottom, isReference: false, frameNum: 1);

    private static string Nal(int frame, bool isBottom) => Convert.ToHexString(Field(frame, isBottom));
}
