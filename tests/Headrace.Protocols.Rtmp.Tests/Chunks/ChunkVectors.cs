using Headrace.TestKit;

namespace Headrace.Protocols.Rtmp.Tests.Chunks;

/// <summary>Chunks by hand, and the messages that they are.</summary>
internal static class ChunkVectors
{
    /// <summary>What is read.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, string[] Messages)> Good { get; } =
    [
        ("type 0", Hex.Parse("04 00000A 000002 09 01000000 CAFE"), ["Video 1 10 CAFE"]),
        ("without a payload", Hex.Parse("04 00000A 000000 09 01000000"), ["Video 1 10 "]),
        ("types 1, 2 and 3 add to the time before", Hex.Parse("04 000064 000001 08 01000000 AA 44 000014 000001 08 BB 84 000015 CC C4 DD"),
            ["Audio 1 100 AA", "Audio 1 120 BB", "Audio 1 141 CC", "Audio 1 162 DD"]),
        ("type 3 behind type 0 adds its time", Hex.Parse("04 000028 000001 08 01000000 AA C4 BB"), ["Audio 1 40 AA", "Audio 1 80 BB"]),
        ("but not one of hours", Hex.Parse("04 A00000 000001 08 01000000 AA C4 BB"), ["Audio 1 10485760 AA", "Audio 1 10485760 BB"]),
        ("chunk stream of two bytes", Hex.Parse("00 10 00000A 000001 08 01000000 AA C0 10 BB"), ["Audio 1 10 AA", "Audio 1 20 BB"]),
        ("chunk stream of three bytes", Hex.Parse("01 10 02 00000A 000001 08 01000000 AA C1 10 02 BB"), ["Audio 1 10 AA", "Audio 1 20 BB"]),
        ("a chunk stream that begins with type 1", Hex.Parse("42 000000 000006 04 0006 00000001"), ["UserControl 0 0 000600000001"]),
        ("parts", [.. Hex.Parse("04 00000A 000082 09 01000000"), .. Enumerable.Repeat((byte)1, 128), 0xC4, 2, 2], [$"Video 1 10 {string.Concat(Enumerable.Repeat("01", 128))}0202"]),
        ("parts that repeat the header", [.. Hex.Parse("04 00000A 000082 09 01000000"), .. Enumerable.Repeat((byte)1, 128), .. Hex.Parse("04 00000A 000082 09 01000000"), 2, 2],
            [$"Video 1 10 {string.Concat(Enumerable.Repeat("01", 128))}0202"]),
        ("interleaved", [.. Hex.Parse("04 00000A 000081 09 01000000"), .. Enumerable.Repeat((byte)1, 128), .. Hex.Parse("05 00000B 000001 08 01000000 AA C4 02")],
            ["Audio 1 11 AA", $"Video 1 10 {string.Concat(Enumerable.Repeat("01", 128))}02"]),
        ("another chunk size", Hex.Parse("02 000000 000004 01 00000000 00000002  04 00000A 000005 09 01000000 0102 C4 0304 C4 05"),
            ["SetChunkSize 0 0 00000002", "Video 1 10 0102030405"]),
        ("extended time, repeated", Hex.Parse("02 000000 000004 01 00000000 00000002  04 FFFFFF 000003 09 01000000 01000000 0102 C4 01000000 03"),
            ["SetChunkSize 0 0 00000002", "Video 1 16777216 010203"]),
        ("extended time, left out", Hex.Parse("02 000000 000004 01 00000000 00000002  04 FFFFFF 000006 09 01000000 01000000 0102 C4 0304 C4 0506 04 000001 000000 08 01000000"),
            ["SetChunkSize 0 0 00000002", "Video 1 16777216 010203040506", "Audio 1 1 "]),
        ("extended time as a difference", Hex.Parse("04 000000 000001 09 01000000 AA 44 FFFFFF 000001 09 01000001 BB C4 01000001 CC"),
            ["Video 1 0 AA", "Video 1 16777217 BB", "Video 1 33554434 CC"]),
        ("time wraps", Hex.Parse("04 FFFFFF 000001 09 01000000 FFFFFFF0 AA 84 000020 BB"), ["Video 1 4294967280 AA", "Video 1 16 BB"]),
        ("abort", [.. Hex.Parse("04 00000A 000081 09 01000000"), .. Enumerable.Repeat((byte)1, 128), .. Hex.Parse("02 000000 000004 02 00000000 00000004 04 00000B 000001 09 01000000 AA")],
            ["Abort 0 0 00000004", "Video 1 11 AA"]),
    ];

    /// <summary>What ends a connection.</summary>
    public static IReadOnlyList<(string Name, byte[] Bytes, RtmpFault Fault)> Bad { get; } =
    [
        ("type 3 on nothing", Hex.Parse("C4 00"), RtmpFault.NoHeader),
        ("type 2 on nothing", Hex.Parse("84 000000"), RtmpFault.NoHeader),
        ("a message that is too long", Hex.Parse("04 00000A FFFFFF 09 01000000"), RtmpFault.MessageTooLong),
        ("chunks of nothing", Hex.Parse("02 000000 000004 01 00000000 00000000"), RtmpFault.BadChunkSize),
        ("chunks of too much", Hex.Parse("02 000000 000004 01 00000000 80000000"), RtmpFault.BadChunkSize),
        ("chunk streams without end", [.. Enumerable.Range(0, 65).SelectMany(id => (byte[])[0, (byte)id, .. Hex.Parse("000000 000000 08 01000000")])], RtmpFault.TooManyChunkStreams),
        ("messages without end", [.. Enumerable.Range(0, 63).SelectMany(id => (byte[])[0, (byte)id, .. Hex.Parse("000000 010000 08 01000000"), .. new byte[128], .. Enumerable.Repeat((byte[])[0xC0, (byte)id, .. new byte[128]], 40).SelectMany(part => part)])],
            RtmpFault.TooManyOpenMessages),
    ];
}
