using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Vp9;

/// <summary>The beginning of a frame's uncompressed header (VP9, 6.2): what the frame is, and its size where it states one.</summary>
/// <param name="Profile">Profile, 0 to 3.</param>
/// <param name="IsKey">True for a key frame: decoding may begin with it.</param>
/// <param name="IsIntra">True when it refers to no other frame: a key frame, or an intra-only frame.</param>
/// <param name="IsShown">True when the picture is shown with this header.</param>
/// <param name="ShowsExisting">True when an earlier frame is shown, and nothing decoded.</param>
/// <param name="Samples">Its samples; those of an earlier frame, and not known here, unless <paramref name="IsIntra"/>.</param>
/// <param name="Width">Width in pixels; 0 where it is that of an earlier frame.</param>
/// <param name="Height">Height in pixels; 0 where it is that of an earlier frame.</param>
public readonly record struct Vp9FrameHeader(int Profile, bool IsKey, bool IsIntra, bool IsShown, bool ShowsExisting, Vp9Samples Samples, int Width, int Height)
{
    private const uint FrameMarker = 2;
    private const uint SyncCode = 0x498342;
    private const int ReferencesPerFrame = 3;
    private const int ReferenceBits = 4;
    private const int RefreshFlags = 8;

    /// <summary>Reads the header of a frame. False when it is none, or ends too early.</summary>
    public static bool TryRead(ReadOnlySpan<byte> frame, out Vp9FrameHeader header)
    {
        header = default;
        BitReader bits = new(frame);
        if (bits.Read(2) != FrameMarker) return false;
        int profile = (int)(bits.Read(1) | bits.Read(1) << 1);
        if (profile == 3 && bits.ReadFlag()) return false;
        if (bits.ReadFlag())
        {
            bits.Skip(3);
            header = new Vp9FrameHeader(profile, false, false, true, true, default, 0, 0);
            return !bits.HasFailed;
        }

        bool isKey = !bits.ReadFlag();
        bool isShown = bits.ReadFlag();
        bool isResilient = bits.ReadFlag();
        bool isIntraOnly = !isKey && !isShown && bits.ReadFlag();
        if (!isKey && !isResilient) bits.Skip(2);
        bool isIntra = isKey || isIntraOnly;
        if (isIntra && bits.Read(24) != SyncCode) return false;
        Vp9Samples samples = isKey || (isIntraOnly && profile > 0) ? Vp9Samples.Read(ref bits, profile) : Vp9Samples.Usual;
        if (!isKey) bits.Skip(RefreshFlags);
        (int width, int height) = isIntra || StatesSize(ref bits) ? ((int)bits.Read(16) + 1, (int)bits.Read(16) + 1) : (0, 0);
        header = new Vp9FrameHeader(profile, isKey, isIntra, isShown, false, samples, width, height);
        return !bits.HasFailed;
    }

    // 6.2.5: a frame that refers to others may take the size of one of them.
    private static bool StatesSize(ref BitReader bits)
    {
        bits.Skip(ReferencesPerFrame * ReferenceBits);
        for (int i = 0; i < ReferencesPerFrame; i++)
        {
            if (bits.ReadFlag()) return false;
        }

        return true;
    }
}
