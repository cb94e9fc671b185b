using System.Numerics;
using Headrace.Media.Codecs.Ac3;

namespace Headrace.Media.Codecs.Eac3;

/// <summary>An independent substream with those that depend on it.</summary>
/// <param name="RateCode">fscod; 3 where the sample rate is a half of another.</param>
/// <param name="BitStreamId">bsid: 11 to 16, or one of AC-3.</param>
/// <param name="BitStreamMode">bsmod.</param>
/// <param name="CodingMode">acmod of the independent substream.</param>
/// <param name="HasLfe">True when that has a channel of low frequencies.</param>
/// <param name="Dependents">Substreams that depend on it, 0 to 8.</param>
/// <param name="ChannelLocations">chan_loc (ETSI TS 102 366, F.6): channels that they add, 9 bits, front centre pair in the least significant one.</param>
public readonly record struct Eac3Program(int RateCode, int BitStreamId, int BitStreamMode, int CodingMode, bool HasLfe, int Dependents, int ChannelLocations)
{
    private const int Pairs = 0b0_0111_0011;
    private const int RearCentre = 0b0_0000_0100;

    /// <summary>Channels of the independent substream, that of low frequencies included.</summary>
    public int OwnChannels => Ac3Tables.ChannelsOf(CodingMode) + (HasLfe ? 1 : 0);

    /// <summary>Channels of all together.</summary>
    public int Channels
    {
        get
        {
            // Those modes have the rear centre themselves.
            int added = CodingMode is 4 or 5 ? ChannelLocations & ~RearCentre : ChannelLocations;
            return OwnChannels + BitOperations.PopCount((uint)added) + BitOperations.PopCount((uint)(added & Pairs));
        }
    }

    /// <summary>Says where chan_loc has the channels of a chanmap (E.1.3.1.8), whose left channel is the most significant of 16 bits.</summary>
    public static int LocationsOf(ushort channelMap)
    {
        const int FirstAt = 10;
        const int Mapped = 8;
        const int Lfe2At = 1;
        int locations = 0;
        for (int i = 0; i < Mapped; i++) locations |= (channelMap >> (FirstAt - i) & 1) << i;
        return locations | (channelMap >> Lfe2At & 1) << Mapped;
    }
}
