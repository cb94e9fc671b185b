namespace Headrace.Media.Tests.Codecs.H264;

/// <summary>Parameter sets that cameras and encoders really send; the expected values were read with another parser.</summary>
public static class H264Samples
{
    /// <summary>One sequence parameter set and what it says.</summary>
    public sealed record Sps(string Name, string Hex, int Width, int Height, string Codec, string? FrameRate, int? Reorder, bool IsProgressive = true, string? Sar = null, int Chroma = 1, int Depth = 8)
    {
        public byte[] Nal => Convert.FromHexString(Hex);
    }

    public static IReadOnlyList<Sps> All { get; } =
    [
        new("Hikvision DS-2CD, SVC off", "67640028ACD940780227E584000003000400000300C23C60C920", 1920, 1080, "640028", "24", 0),
        new("Hikvision, older, 90 kHz ticks", "674D001F95A814016E8400001C2000057E4010", 1280, 720, "4d001f", "25", 0),
        new("Hikvision DVR 960H", "6742001F95A83C049A10000070800015F90840", 960, 576, "42001f", "25", 0),
        new("Hikvision NVR, full range, no restriction", "674D002A963540F0044FCB37010101400001C2000057E401", 1920, 1080, "4d002a", "25", null),
        new("Dahua, no timing, trailing zero", "674D002A963540F0044FCB370501050200", 1920, 1080, "4d002a", null, null),
        new("Dahua, POC type 2, trailing zeros", "674D002A9DA81E0089F966E020202800001F4000061A842000", 1920, 1080, "4d002a", "25", 0),
        new("Milesight, no VUI", "674D002A95A81E0089F950", 1920, 1080, "4d002a", null, 0),
        new("Axis", "674D0029E2900F0044FCB80B7010101A41E24454", 1920, 1080, "4d0029", null, 0, Sar: "1:1"),
        new("Avigilon, NAL HRD", "674D00299A6603C0113F2E02D404040500000303E80000EA60E865050BBCB8D0CA0A177970A0", 1920, 1080, "4d0029", "30", null, Sar: "1:1"),
        new("ZNV, both HRDs", "6764001EAC34CA0B0127FC05B828282A000007D0000186A1D0C00B14000B13D77971A1801628001627AEF2E140", 704, 576, "64001e", "25", null, Sar: "1:1"),
        new("DVB encoder, fields", "67640029AC133140780447DE03EA020203E000000300200000065280", 1920, 1080, "640029", "25", null, IsProgressive: false, Sar: "1:1"),
        new("console capture, reserved flags set", "67640C20AC2B402802DD35010D01E080", 1280, 720, "640c20", null, 0),
        new("camera 640x360, POC type 2", "674D401E95A0280BFE59B010", 640, 360, "4d401e", null, 0),
        new("tablet, three trailing zeros", "6742C01E8C8D40A0F900F08846A0000000", 320, 240, "42c01e", null, 0),
        new("RFC 6184's example", "6742000A9653058988", 176, 144, "42000a", null, 0),
        new("Apple encoder", "274D400DA918283E600D418041ADB0AD7BDF01", 320, 240, "4d400d", null, null),
        new("x264 baseline", "6742C00CD901419F9F011000000300100000030320F142A480", 320, 180, "42c00c", "25", 0, Sar: "1:1"),
        new("x264 main", "674D400CECA0A0CFCF80880000030008000003019078A14CB0", 320, 180, "4d400c", "25", 2, Sar: "1:1"),
        new("x264 high, 1080 lines by cropping", "67640028ACD940780227E5C04400000FA40003A9803C60C658", 1920, 1080, "640028", "30000/1001", 2, Sar: "1:1"),
        new("x264 high 10", "676E000CA6CD941419F9F011000003000100000300320F142996", 320, 180, "6e000c", "25", 2, Sar: "1:1", Depth: 10),
        new("x264 high 4:2:2", "677A000CB6CD941419F8DC0440000003004000000C83C50A6580", 320, 180, "7a000c", "25", 2, Sar: "1:1", Chroma: 2, Depth: 10),
        new("x264 high 4:4:4", "67F4000C919B282833F1B808800000030080000019078A14CB", 320, 180, "f4000c", "25", 2, Sar: "1:1", Chroma: 3),
        new("x264 high 4:2:2 intra", "677A100CB6CB82833F1B80880000030008000003019020", 320, 180, "7a100c", "25", 0, Sar: "1:1", Chroma: 2, Depth: 10),
        new("x264 MBAFF", "674D4028F403C0227EF011000003000100000300321F162EA0", 1920, 1080, "4d4028", "25", 0, IsProgressive: false, Sar: "1:1"),
        new("x264 with 64:45 samples and colour", "6764001EACD940B4126FFC010000B5B828282A000003000200000300641E2C5B2C", 720, 576, "64001e", "25", 2, Sar: "64:45"),
        new("x264 with HRD", "6764000DACD941419F9F01100000030010000003032602001E840007A13930C03E28532C", 320, 180, "64000d", "25", 2, Sar: "1:1"),
        new("x264 with intra refresh", "6764000CAC4D02833F3E0220000003002000000641E28554", 320, 180, "64000c", "25", 0, Sar: "1:1"),
        new("bear, 29.97", "6764000DAC34E505067E7840000019000005DAA3C50A4580", 320, 180, "64000d", "2997/100", 1),
        new("4:4:4 at one frame a second", "67F40016919B2816024D80880000030008000003001078B16CB0", 704, 576, "f40016", "1", 2, Sar: "1:1", Chroma: 3),
    ];

    public static TheoryData<Sps> Rows => [.. All];

    /// <summary>Picture parameter sets: CABAC, CAVLC, 8x8 transform, scaling lists, slice groups.</summary>
    public static IReadOnlyList<string> Pps { get; } =
        ["68EBE3CB22C0", "68CB83CB20", "68EE3CB0", "68EE3C80", "68CE3C80", "685EA3CC0300", "68FA8F2C", "28DE0988", "68EBE3CB3002C0", "68C98CE2"];
}
