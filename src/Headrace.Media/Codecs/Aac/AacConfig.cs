using System.Diagnostics.CodeAnalysis;
using Headrace.Media.Bits;

namespace Headrace.Media.Codecs.Aac;

/// <summary>An AudioSpecificConfig, parsed (ISO/IEC 14496-3, 1.6.2.1). Immutable.</summary>
public sealed record AacConfig
{
    /// <summary>Greatest length, in bytes: a program config element with the longest comment stays below.</summary>
    public const int MaxLength = 512;

    private const uint Sbr = 5;
    private const uint Ps = 29;
    private const uint SbrSync = 0x2B7;
    private const uint PsSync = 0x548;
    private const int MaxRate = 192_000;

    private AacConfig()
    {
    }

    /// <summary>Audio object type of the core: 2 for AAC LC, also below HE-AAC.</summary>
    public int ObjectType { get; private set; }

    /// <summary>Samples a second of the core.</summary>
    public int CoreSampleRate { get; private set; }

    /// <summary>Samples a second of the output: twice the core's with spectral band replication.</summary>
    public int SampleRate { get; private set; }

    /// <summary>channelConfiguration; 0 when a program config element says it.</summary>
    public int ChannelConfiguration { get; private set; }

    /// <summary>Channels of the output: two when parametric stereo makes them of one.</summary>
    public int Channels { get; private set; }

    /// <summary>Samples of the core in a frame: 1024, 960, 512, 480.</summary>
    public int CoreSamplesPerFrame { get; private set; } = 1024;

    /// <summary>True when it is stated that there is spectral band replication (HE-AAC).</summary>
    public bool HasSbr { get; private set; }

    /// <summary>True when it is stated that there is parametric stereo (HE-AAC v2).</summary>
    public bool HasPs { get; private set; }

    /// <summary>Bits that it takes, a backward-compatible extension not included: where it stands among others, they end there.</summary>
    public int CoreBits { get; private set; }

    /// <summary>Samples of the output in a frame.</summary>
    public int SamplesPerFrame => (int)((long)CoreSamplesPerFrame * SampleRate / CoreSampleRate);

    /// <summary>
    /// Parses a config: hierarchical (types 5 and 29) and backward-compatible signalling of HE-AAC, escaped types, explicit rates, program
    /// config elements. Bytes after it are passed over. False when rate, channels or type have no meaning.
    /// </summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, [NotNullWhen(true)] out AacConfig? config)
    {
        config = null;
        if (bytes.Length is < 2 or > MaxLength) return false;
        BitReader reader = new(bytes);
        AacConfig parsed = new();
        if (!parsed.Read(ref reader) || reader.HasFailed) return false;
        config = parsed;
        return true;
    }

    private bool Read(ref BitReader reader)
    {
        uint type = ReadObjectType(ref reader);
        CoreSampleRate = SampleRate = ReadRate(ref reader);
        uint channels = reader.Read(4);
        if (type is Sbr or Ps)
        {
            (HasSbr, HasPs) = (true, type == Ps);
            SampleRate = ReadRate(ref reader);
            type = ReadObjectType(ref reader);
            if (type == 22) reader.Skip(4);
        }

        ObjectType = (int)type;
        ChannelConfiguration = (int)channels;
        Channels = AacTables.ChannelsOf(channels);
        ReadSpecific(ref reader);
        CoreBits = reader.Position;
        if (!HasSbr) ReadExtension(ref reader);
        if (HasPs && Channels == 1) Channels = 2;
        return type != 0 && Channels > 0 && CoreSampleRate is > 0 and <= MaxRate && SampleRate >= CoreSampleRate && SampleRate <= MaxRate;
    }

    private static uint ReadObjectType(ref BitReader reader)
    {
        uint type = reader.Read(5);
        return type == 31 ? 32 + reader.Read(6) : type;
    }

    private static int ReadRate(ref BitReader reader)
    {
        uint index = reader.Read(4);
        return index == AacTables.ExplicitRate ? (int)reader.Read(24) : AacTables.RateOf(index);
    }

    private void ReadSpecific(ref BitReader reader)
    {
        switch (ObjectType)
        {
            case 1 or 2 or 3 or 4 or 6 or 7 or 17 or 19 or 20 or 21 or 22 or 23:
                ReadGeneral(ref reader);
                break;
            case 39:
                CoreSamplesPerFrame = reader.ReadFlag() ? 480 : 512;
                break;
            case 42:
                ReadUsac(ref reader);
                break;
        }
    }

    // 4.4.1: GASpecificConfig
    private void ReadGeneral(ref BitReader reader)
    {
        bool isShort = reader.ReadFlag();
        CoreSamplesPerFrame = ObjectType == 23 ? (isShort ? 480 : 512) : isShort ? 960 : 1024;
        if (reader.ReadFlag()) reader.Skip(14);
        bool hasExtension = reader.ReadFlag();
        if (ChannelConfiguration == 0) Channels = AacProgramConfig.ReadChannels(ref reader);
        if (ObjectType is 6 or 20) reader.Skip(3);
        if (hasExtension)
        {
            if (ObjectType == 22) reader.Skip(16);
            if (ObjectType is 17 or 19 or 20 or 23) reader.Skip(3);
            reader.Skip(1);
        }

        if (ObjectType is 17 or 19 or 20 or 21 or 22 or 23) reader.Skip(2);
    }

    // ISO/IEC 23003-3, 5.2: UsacConfig
    private void ReadUsac(ref BitReader reader)
    {
        if (reader.Read(5) == 31) reader.Skip(24);
        CoreSamplesPerFrame = reader.Read(3) switch { 0 => 768, 1 => 1024, 2 or 3 => 2048, _ => 4096 };
    }

    // 1.6.2.1, syncExtensionType: decoders that do not know it see AAC LC
    private void ReadExtension(ref BitReader reader)
    {
        if (reader.HasFailed || reader.BitsLeft < 16 || reader.Read(11) != SbrSync || ReadObjectType(ref reader) != Sbr || !reader.ReadFlag()) return;
        int rate = ReadRate(ref reader);
        if (rate < CoreSampleRate) return;
        (HasSbr, SampleRate) = (true, rate);
        if (reader.BitsLeft >= 12 && reader.Read(11) == PsSync) HasPs = reader.ReadFlag();
    }
}
