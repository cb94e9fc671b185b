namespace Headrace.Containers.Mp4.Boxes;

/// <summary>Handler (<c>hdlr</c>, ISO/IEC 14496-12, 8.4.3): what kind of media a track is.</summary>
/// <param name="HandlerType"><c>vide</c>, <c>soun</c> or another.</param>
public readonly record struct HandlerBox(FourCc HandlerType)
{
    /// <summary>Pictures.</summary>
    public static readonly FourCc Video = new("vide"u8);

    /// <summary>Sound.</summary>
    public static readonly FourCc Sound = new("soun"u8);

    private const int MinFields = 20;

    /// <summary>Writes the box with an empty name.</summary>
    public void Write(BoxWriter output)
    {
        using BoxScope box = output.FullBox(BoxTypes.Hdlr, 0, 0);
        output.Zeros(4);
        output.Name(HandlerType);
        output.Zeros(12);
        output.UInt8(0);
    }

    /// <summary>Reads the body of the box; its name is not kept, and may be absent.</summary>
    public static bool TryRead(ReadOnlySpan<byte> body, out HandlerBox box)
    {
        box = default;
        if (!Box.TryReadFull(body, out _, out _, out ReadOnlySpan<byte> fields) || fields.Length < MinFields) return false;
        box = new HandlerBox(new FourCc(fields[4..8]));
        return true;
    }
}
