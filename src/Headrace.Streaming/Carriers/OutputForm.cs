using System.Collections.Immutable;
using Headrace.Containers.Flv.TagBodies;
using Headrace.Containers.MpegTs.ElementaryStreams;
using Headrace.Containers.Mp4.SampleEntries;
using Headrace.Media.Codecs;
using Headrace.Media.Tracks;
using Headrace.Protocols.Rtp.PayloadFormats;
using Headrace.Streaming.Rtp;

namespace Headrace.Streaming.Carriers;

/// <summary>A form in which outputs send media: it holds some codecs, and leaves out tracks of others.</summary>
public sealed class OutputForm
{
    private readonly Func<Track, string?> _whyNot;
    private readonly Func<Codec, bool> _knows;

    private OutputForm(string name, Func<Track, string?> whyNot, Func<Codec, bool> knows) => (Name, _whyNot, _knows) = (name, whyNot, knows);

    /// <summary>RTP packets, as over RTSP.</summary>
    public static OutputForm Rtp { get; } = new("rtp", RtpSenders.WhyNot, static codec => RtpPayloadFormats.All.Any(format => ReferenceEquals(format.Codec, codec)));

    /// <summary>Fragmented MP4, as over HLS.</summary>
    public static OutputForm Mp4 { get; } = new(
        "mp4", static track => Mp4SampleEntries.CanCarry(track, out string? reason) ? null : reason, static codec => Mp4SampleEntries.All.Any(entry => ReferenceEquals(entry.Codec, codec)));

    /// <summary>MPEG-TS without end: over SRT, UDP and HTTP.</summary>
    public static OutputForm MpegTs { get; } = new(
        "mpegts", static track => TsElementaryStreams.CanCarry(track, out string? reason) ? null : reason, static codec => TsElementaryStreams.All.Any(stream => ReferenceEquals(stream.Codec, codec)));

    /// <summary>Segments of MPEG-TS, as over HLS: what players take of <see cref="MpegTs"/>.</summary>
    public static OutputForm TsSegments { get; } = new(
        "hls-mpegts", static track => TsElementaryStreams.CanCarryInSegments(track, out string? reason) ? null : reason,
        static codec => TsElementaryStreams.All.Any(stream => ReferenceEquals(stream.Codec, codec) && stream.WhyNotInSegments is null)) { Wider = MpegTs };

    /// <summary>Tags of FLV and messages of RTMP.</summary>
    public static OutputForm Flv { get; } = new(
        "flv", static track => FlvTagBodies.CanCarry(track, out string? reason) ? null : reason, static codec => FlvTagBodies.All.Any(body => ReferenceEquals(body.Codec, codec)));

    /// <summary>All forms.</summary>
    public static ImmutableArray<OutputForm> All { get; } = [Rtp, Mp4, MpegTs, TsSegments, Flv];

    /// <summary>Its name in the API: <c>mpegts</c>.</summary>
    public string Name { get; }

    /// <summary>The form that it is a part of: what that leaves out, it leaves out too. Null for none.</summary>
    public OutputForm? Wider { get; private init; }

    /// <summary>Whether it has a place for a codec at all.</summary>
    public bool Knows(Codec codec) => _knows(codec);

    /// <summary>Why it leaves out a track now, as a clause for people; null where it holds it.</summary>
    public string? WhyNot(Track track) => _whyNot(track);

    /// <summary>Why nothing of a stream will ever be held, as a clause for people that names each reason; null where something is, or may be, and where there is no track.</summary>
    /// <param name="tracks">The stream's tracks.</param>
    public string? WhyNever(ImmutableArray<Track> tracks)
    {
        if (tracks.IsEmpty || tracks.Any(track => _knows(track.Codec))) return null;
        return string.Join("; ", tracks.Select(_whyNot).Distinct());
    }
}
