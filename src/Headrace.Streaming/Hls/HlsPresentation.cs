using System.Globalization;
using Headrace.Manifests.Hls;
using Headrace.Manifests.Hls.Planning;
using Headrace.Media.Tracks;

namespace Headrace.Streaming.Hls;

/// <summary>The renditions of a stream that can be played together, and the multivariant playlist that names them.</summary>
public sealed class HlsPresentation(IReadOnlyList<HlsRendition> renditions, LiveTargets targets)
{
    private const string AudioGroup = "audio";

    /// <summary>
    /// Head room over the greatest segment seen, so that BANDWIDTH stays true for segments to come (RFC 8216bis, 4.4.6.2.1: no segment may exceed
    /// it). The first segments of a scene tell little of the next one.
    /// </summary>
    private static readonly (TimeSpan Until, double Margin)[] BandwidthMargins = [(TimeSpan.FromSeconds(20), 2), (TimeSpan.FromSeconds(60), 1.5), (TimeSpan.MaxValue, 1.1)];

    /// <summary>The renditions, by track id where each has one.</summary>
    public IReadOnlyList<HlsRendition> Renditions => renditions;

    /// <summary>The announced distances.</summary>
    public LiveTargets Targets => targets;

    /// <summary>The rendition of a folder, or null.</summary>
    public HlsRendition? Find(ReadOnlySpan<char> folder)
    {
        foreach (HlsRendition rendition in renditions)
        {
            if (folder.SequenceEqual(rendition.Name)) return rendition;
        }

        return null;
    }

    /// <summary>The multivariant playlist as it stands.</summary>
    public MultivariantPlaylist Describe()
    {
        List<HlsRendition> video = [.. renditions.Where(rendition => Picture(rendition) is not null)];
        List<HlsRendition> audio = [.. renditions.Where(rendition => Picture(rendition) is null)];
        bool isAudioOnly = video.Count == 0;
        List<HlsRendition> variants = isAudioOnly ? audio[..Math.Min(1, audio.Count)] : video;
        return new MultivariantPlaylist
        {
            Renditions = isAudioOnly ? default : new ValueList<Rendition>([.. audio.Select(DescribeAudio)]),
            Variants = new ValueList<Variant>([.. variants.Select(rendition => DescribeVariant(rendition, isAudioOnly ? [] : audio))]),
        };
    }

    private static Rendition DescribeAudio(HlsRendition rendition, int index) => new()
    {
        Type = "AUDIO",
        GroupId = AudioGroup,
        Name = index == 0 ? "audio" : $"audio {index + 1}",
        Language = "und",
        IsDefault = index == 0,
        IsAutoselect = true,
        Channels = ChannelsOf((AudioFormat)rendition.Tracks[0].Format),
        Uri = Uri(rendition),
    };

    // RFC 8216bis, 4.4.6.1: with joint coding of objects, their number stands where that of channels does.
    private static string ChannelsOf(AudioFormat format) =>
        format.JointObjects > 0 ? string.Create(CultureInfo.InvariantCulture, $"{format.JointObjects}/JOC") : format.Channels.ToString(CultureInfo.InvariantCulture);

    private static Variant DescribeVariant(HlsRendition rendition, List<HlsRendition> audio)
    {
        VideoFormat? picture = Picture(rendition);
        long audioPeak = audio.Count > 0 ? audio.Max(one => one.PeakBitRate) : 0;
        long audioAverage = audio.Count > 0 ? audio.Max(one => one.AverageBitRate) : 0;
        return new Variant
        {
            Uri = Uri(rendition),
            Bandwidth = (long)((rendition.PeakBitRate + audioPeak) * BandwidthMargin(rendition.State.Measured)),
            AverageBandwidth = rendition.AverageBitRate + audioAverage,
            Codecs = string.Join(',', audio.Prepend(rendition).SelectMany(one => one.Tracks).Select(track => track.Format.Rfc6381).OfType<string>().Distinct()),
            Resolution = picture is null ? null : new Resolution(picture.Width, picture.Height),
            FrameRate = picture is null ? null : FrameRate(rendition),
            AudioGroup = audio.Count > 0 ? AudioGroup : null,
            HasNoClosedCaptions = picture is not null,
        };
    }

    private static double BandwidthMargin(TimeSpan measured) => BandwidthMargins.First(one => measured < one.Until).Margin;

    private static VideoFormat? Picture(HlsRendition rendition)
    {
        foreach (Track track in rendition.Tracks)
        {
            if (track.Format is VideoFormat picture) return picture;
        }

        return null;
    }

    private static decimal? FrameRate(HlsRendition rendition)
    {
        return rendition.State.Parts is not { FramesPerPart: < int.MaxValue } plan ? null : Math.Round(plan.FramesPerPart / (decimal)plan.PartDuration.TotalSeconds, 3);
    }

    private static string Uri(HlsRendition rendition) => $"hls/{rendition.Name}/index.m3u8";
}
