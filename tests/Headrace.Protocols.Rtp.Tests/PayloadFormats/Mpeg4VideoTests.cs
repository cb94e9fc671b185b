using Headrace.Media.Buffers;
using Headrace.Media.Codecs.Mpeg4Video;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.TestKit;

namespace Headrace.Protocols.Rtp.Tests.PayloadFormats;

/// <summary>Packets written by hand from RFC 6416, 5: nothing stands before a part of a picture.</summary>
public sealed class Mpeg4VideoTests
{
    private const string Config = "000001B0F1 000001B5A913 00000100 0000012008D48D0800CD0A041694103F";
    private const string I = "000001B3 001007 000001B6 10203040";
    private const string P = "000001B6 50607080";

    private static readonly string Parameters = "profile-level-id=241; config=" + Config.Replace(" ", "", StringComparison.Ordinal);

    private ushort _sequence = 65_530;

    /// <summary>What a description says, and the packets of a picture that decoding may begin with; the last has the marker.</summary>
    public static TheoryData<string, bool, string[]> Pictures => new()
    {
        { "configured by the description", true, [I] },
        { "configured in the stream", false, [Config + I] },
        { "both", true, [Config + I] },
        { "in parts", false, [Config[..30], Config[30..] + "00", "0001B3 001007 000001B6 10", "203040"] },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void PartsBecomeAPicture(string name, bool isDescribed, string[] packets)
    {
        using Receiver receiver = new(TestPackets.Describe("96 MP4V-ES/90000", isDescribed ? Parameters : ""));
        for (int i = 0; i < packets.Length; i++) Send(receiver, 3000, i == packets.Length - 1, packets[i]);
        ReceivedUnit unit = Assert.Single(receiver.Units);
        Assert.True(Hex.Parse(I).AsSpan().SequenceEqual(unit.Bytes), name + ": " + Convert.ToHexString(unit.Bytes));
        Assert.Equal((3000u, false, RandomAccess.OpenGop, "MPEG-4 video 320x180"), (unit.Timestamp, unit.Facts.IsDamaged, unit.Facts.RandomAccess, unit.Facts.Format.Description));
        Assert.Equal(0, receiver.Depacketizer.Faults.Total);
    }

    [Fact]
    public void HoleDamagesItsPictureAndTheOneBehindItUnlessDecodingMayBeginThere()
    {
        using Receiver receiver = new(TestPackets.Describe("96 MP4V-ES/90000", Parameters));
        Send(receiver, 0, true, I);
        Send(receiver, 3000, false, P);
        _sequence++;
        Send(receiver, 3000, true, "0102");
        Send(receiver, 6000, true, P);
        _sequence++;
        Send(receiver, 9000, true, I);
        Send(receiver, 12_000, true, P);
        Assert.Equal([(0u, false), (6000u, true), (9000u, false), (12_000u, false)], receiver.Units.Select(u => (u.Timestamp, u.Facts.IsDamaged)));
    }

    [Theory]
    [InlineData("config=00")]
    [InlineData("config=0")]
    [InlineData("config=XY")]
    [InlineData("")]
    public void ConfigurationThatCannotBeReadIsWaitedFor(string parameters)
    {
        using Receiver receiver = new(TestPackets.Describe("96 MP4V-ES/90000", parameters));
        Send(receiver, 0, true, I);
        Send(receiver, 3000, true, Config + I);
        Assert.Equal(3000u, Assert.Single(receiver.Units).Timestamp);
    }

    [Fact]
    public void ConfigurationGoesBeforePicturesThatDecodingMayBeginWithAndIntoTheDescription()
    {
        Assert.Equal(Hex.Parse(Config + I), Packets(I, RandomAccess.OpenGop, 1000).SelectMany(TestPackets.PayloadOf));
        Assert.Equal(Hex.Parse(P), Packets(P, RandomAccess.None, 1000).SelectMany(TestPackets.PayloadOf));
        string large = I + string.Concat(Enumerable.Repeat("5A", 300));
        List<byte[]> packets = Packets(large, RandomAccess.Idr, 64);
        Assert.Equal(Hex.Parse(Config + large), packets.SelectMany(TestPackets.PayloadOf));
        Assert.Equal(packets.Count - 1, packets.FindIndex(TestPackets.HasMarker));
        Assert.All(packets, packet => Assert.InRange(packet.Length, 13, 12 + 64));
        RtpTrackDescription description = TestPackets.Describe(Track);
        Assert.Equal((Parameters, "96 MP4V-ES/90000"), (description.Parameters.Text, description.Map.ToString()));
        Assert.Equal(Track.Format, description.Format);
    }

    [Fact]
    public void WhateverPayloadsComeNothingIsThrownAndNoBufferIsLeft() => Fuzz.Run([Hex.Parse(Config + I), Hex.Parse(P)], payload =>
    {
        using Receiver receiver = new(TestPackets.Describe("96 MP4V-ES/90000", Parameters), maxUnitBytes: 4096);
        for (int i = 0; i < 3; i++) receiver.Handle(TestPackets.Make(_sequence++, (uint)(i / 2), i == 1, payload));
        receiver.Flush();
    });

    private static Track Track { get; } = new(0, Mpeg4VideoFormat.Of(Hex.Parse(Config))!, ParameterSets.Empty);

    private static List<byte[]> Packets(string picture, RandomAccess access, int maxPayload)
    {
        MediaBuffer payload = MediaBufferPool.Shared.Copy(Hex.Parse(picture));
        List<byte[]> packets = TestPackets.Of([TestPackets.Unit(Track, 0, 0, payload, access)], RtpPayloadFormats.Find(Track.Codec)!.CreatePacketizer(Track.Format, maxPayload));
        payload.Release();
        return packets;
    }

    private void Send(Receiver receiver, uint timestamp, bool hasMarker, string hex) => receiver.Handle(TestPackets.Make(_sequence++, timestamp, hasMarker, Hex.Parse(hex)));
}
