using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Aac;

/// <summary>
/// Reads elements of LATM whose configuration is in them (AudioMuxElement(1): ISO/IEC 14496-3, 1.7.3): raw frames of AAC, which may begin at any bit. Elements before the first
/// configuration cannot be read. Single-threaded.
/// </summary>
public sealed class LatmElementReader
{
    private const uint LengthGoesOn = 255;

    private readonly byte[] _frame = new byte[LoasSyntax.MaxElement];
    private LatmMuxConfig? _config;

    /// <summary>Takes the frame of an element.</summary>
    /// <param name="format">Its format.</param>
    /// <param name="frame">The raw frame; valid during the call.</param>
    public delegate void FrameTaker(AacFormat format, ReadOnlySpan<byte> frame);

    /// <summary>Reads an element; false when it cannot be understood, in which case frames before what is wrong may have been taken.</summary>
    public bool TryRead(ReadOnlySpan<byte> element, FrameTaker take)
    {
        BitReader reader = new(element);
        if (!reader.ReadFlag() && !TryReadConfig(ref reader)) return false;
        if (_config is not { } config) return false;
        for (int i = 0; i < config.Frames; i++)
        {
            if (!TryReadFrame(ref reader, out int length)) return false;
            if (length > 0) take(config.Format, _frame.AsSpan(0, length));
        }

        return true;
    }

    private bool TryReadConfig(ref BitReader reader)
    {
        if (!LatmMuxConfig.TryRead(ref reader, out LatmMuxConfig? config)) return false;
        if (reader.ReadFlag()) reader.Skip(8); // crcCheckPresent
        if (reader.HasFailed) return false;

        // Senders repeat it with each element: the format stays the same object.
        if (_config is not { } known || known.Frames != config.Frames || !known.Format.Equals(config.Format)) _config = config;
        return true;
    }

    private bool TryReadFrame(ref BitReader reader, out int length)
    {
        length = 0;
        uint part;
        do
        {
            part = reader.Read(8);
            length += (int)part;
        }
        while (part == LengthGoesOn && !reader.HasFailed);

        if (reader.HasFailed || length > _frame.Length || length * 8 > reader.BitsLeft) return false;
        for (int i = 0; i < length; i++) _frame[i] = (byte)reader.Read(8);
        return true;
    }
}
