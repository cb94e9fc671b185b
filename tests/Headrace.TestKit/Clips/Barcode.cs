using System.Buffers.Binary;

namespace Headrace.TestKit.Clips;

/// <summary>
/// A 32-bit number in the picture itself, so that frames can be told apart after any number of codecs and carriers: the top <see cref="Rows"/> rows are 32 blocks
/// of equal width, white for 1 and black for 0, most significant bit left.
/// </summary>
public static class Barcode
{
    /// <summary>Height of the strip in pixels.</summary>
    public const int Rows = 32;

    /// <summary>Bytes that <see cref="DecodeFilter"/> makes of one frame: a grey value for each bit.</summary>
    public const int BytesPerFrame = 32;

    /// <summary>ffmpeg filter that reduces a frame to its 32 grey values, read from the middle of the strip.</summary>
    public const string DecodeFilter = "crop=iw:16:0:8,scale=32:1:flags=area,format=gray";

    private const byte Threshold = 127;

    /// <summary>ffmpeg lavfi graph: <paramref name="seconds"/> of moving bars whose frames carry 0, 1, 2 …; <paramref name="select"/> is an ffmpeg expression of the frames that stay, or null for all.</summary>
    public static string NumberedGraph(int width, int height, string rate, int seconds, string? select = null)
    {
        string keep = select is null ? "" : $",select='{select}'";
        return Graph(
            $"testsrc2=size={width}x{height}:rate={rate}:duration={seconds}{keep}",
            $"nullsrc=size=32x2:rate={rate}:duration={seconds}{keep},format=gray,{Bits("N")}",
            width);
    }

    /// <summary>
    /// ffmpeg lavfi graph that runs in real time without end, whose frames carry the wall clock in milliseconds since 1970 modulo 2^32 at the instant they were made:
    /// what a viewer reads, taken from his own clock, is the latency from camera to screen.
    /// </summary>
    public static string ClockGraph(int width, int height, string rate)
    {
        // geq works in floating point: the clock since 1970 in seconds, cut to the modulus first, keeps exact milliseconds.
        const string Stamp = "settb=1/1000,setpts='mod(floor(RTCTIME/1000),4294967296)'";
        return Graph(
            $"testsrc2=size={width}x{height}:rate={rate}",
            $"nullsrc=size=32x2:rate={rate},realtime,format=gray,{Stamp},{Bits("round(T*1000)")},settb=1/({rate}),setpts=N",
            width);
    }

    /// <summary>The numbers in the output of <see cref="DecodeFilter"/>; an incomplete last frame is left out.</summary>
    public static uint[] Decode(ReadOnlySpan<byte> frames)
    {
        uint[] numbers = new uint[frames.Length / BytesPerFrame];
        Span<byte> bits = stackalloc byte[sizeof(uint)];
        for (int i = 0; i < numbers.Length; i++)
        {
            ReadOnlySpan<byte> frame = frames.Slice(i * BytesPerFrame, BytesPerFrame);
            bits.Clear();
            for (int bit = 0; bit < BytesPerFrame; bit++)
                if (frame[bit] > Threshold) bits[bit / 8] |= (byte)(0x80 >> (bit % 8));
            numbers[i] = BinaryPrimitives.ReadUInt32BigEndian(bits);
        }
        return numbers;
    }

    private static string Bits(string value) => $"geq=lum='if(mod(floor({value}/pow(2,31-X)),2),235,16)'";

    private static string Graph(string picture, string strip, int width) =>
        $"{picture}[picture];{strip},scale={width}:{Rows}:flags=neighbor,format=yuv420p[strip];[picture][strip]overlay=0:0:shortest=1:format=yuv420,format=yuv420p";
}
