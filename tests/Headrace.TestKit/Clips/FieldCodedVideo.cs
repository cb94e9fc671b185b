namespace Headrace.TestKit.Clips;

/// <summary>
/// H.264 whose pictures are fields (PAFF), which no encoder at hand makes: the main profile, 25 frames a second, no reordering. The first field of a key frame is raw samples; what follows
/// repeats the field that it refers to. Decoders accept it.
/// </summary>
public static class FieldCodedVideo
{
    /// <summary>Frames a second.</summary>
    public const int FrameRate = 25;

    private const uint Columns = 10;
    private const uint FieldRows = 6;
    private const uint MacroblocksOfAField = Columns * FieldRows;
    private const uint RawMacroblock = 25;
    private const int SamplesOfAMacroblock = 384;

    /// <summary>The sequence parameter set: 160×192, fields, 4 bits of frame_num, 8 of pic_order_cnt_lsb, 25 frames of two ticks a second, nothing reordered.</summary>
    public static byte[] Sps { get; } = new FieldBits().Write(77, 8).Write(0, 8).Write(30, 8).Ue(0)
        .Ue(0).Ue(0).Ue(4).Ue(2).Flag(false).Ue(Columns - 1).Ue(FieldRows - 1).Flag(false).Flag(false).Flag(true).Flag(false)
        .Flag(true).Write(0, 4).Flag(true).Write(1, 32).Write(2 * FrameRate, 32).Flag(true).Write(0, 2).Flag(true)
        .Flag(true).Flag(true).Ue(0).Ue(0).Ue(9).Ue(9).Ue(0).Ue(2).ToNal(0x67);

    /// <summary>The picture parameter set: CAVLC, deblocking told by each slice.</summary>
    public static byte[] Pps { get; } = new FieldBits().Ue(0).Ue(0).Flag(false).Flag(false).Ue(0).Ue(0).Ue(0).Flag(false).Write(0, 2).Ue(0).Ue(0).Ue(0).Flag(true).Flag(false).Flag(false).ToNal(0x68);

    /// <summary>A field's only slice.</summary>
    /// <param name="frame">Number of its frame since the key frame; 0 for that.</param>
    /// <param name="isBottom">Whether its lines are the odd ones.</param>
    /// <param name="isReference">Whether others may refer to it. A key frame's first field is one.</param>
    /// <param name="isKey">Whether it is the first field of a key frame.</param>
    /// <param name="frameNum">frame_num, where it is not <paramref name="frame"/>.</param>
    /// <param name="brightness">Of the samples of a key frame.</param>
    public static byte[] Field(int frame, bool isBottom, bool isReference = true, bool isKey = false, int? frameNum = null, byte brightness = 128)
    {
        FieldBits bits = new FieldBits().Ue(0).Ue(isKey ? 7u : 5u).Ue(0).Write((uint)(frameNum ?? frame) % 16, 4).Flag(true).Flag(isBottom);
        if (isKey) bits.Ue(brightness % 2u);
        bits.Write((uint)(2 * frame + (isBottom ? 1 : 0)) % 256, 8);
        if (!isKey) bits.Flag(false).Flag(false);
        if (isKey) bits.Flag(false).Flag(false);
        else if (isReference) bits.Flag(false);
        bits.Ue(0).Ue(1);
        if (!isKey) return bits.Ue(MacroblocksOfAField).ToNal(isReference ? (byte)0x41 : (byte)0x01);
        byte[] samples = [.. Enumerable.Repeat(brightness, SamplesOfAMacroblock)];
        for (uint i = 0; i < MacroblocksOfAField; i++) bits.Ue(RawMacroblock).Align().Bytes(samples);
        return bits.ToNal(0x65);
    }

    /// <summary>A byte stream of whole frames, each with a delimiter before either field, a key frame every second.</summary>
    public static byte[] Stream(int frames)
    {
        List<byte> stream = [];
        for (int i = 0; i < frames; i++)
        {
            int frame = i % FrameRate;
            bool isKey = frame == 0;
            Add(stream, [0x09, 0x10]);
            if (isKey) Add(stream, Sps);
            if (isKey) Add(stream, Pps);
            Add(stream, PictureTiming(isBottom: false));
            Add(stream, Field(frame, isBottom: false, isKey: isKey, brightness: (byte)(60 + 20 * (i / FrameRate % 8) + i / FrameRate % 2)));
            Add(stream, [0x09, 0x30]);
            Add(stream, PictureTiming(isBottom: true));
            Add(stream, Field(frame, isBottom: true));
        }

        return [.. stream];
    }

    /// <summary>SEI that says which field it is (H.264, D.1.3).</summary>
    public static byte[] PictureTiming(bool isBottom) => [0x06, 0x01, 0x01, isBottom ? (byte)0x24 : (byte)0x14, 0x80];

    private static void Add(List<byte> stream, byte[] nal)
    {
        stream.AddRange([0, 0, 0, 1]);
        stream.AddRange(nal);
    }
}
