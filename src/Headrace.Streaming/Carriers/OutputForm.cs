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

    private OutputForm(string name, Func<Track, string?> whyNot, Func<Codec, bool> knows, params ImmutableArray<string> outputs) =>
        (Name, _whyNot, _knows, Outputs) = (name, whyNot, knows, outputs);

    /// <summary>RTP packets, as over RTSP.</summary>
    public static OutputForm Rtp { get; } = new("rtp", RtpSenders.WhyNot, static codec => RtpPayloadFormats.All.Any(format => ReferenceEquals(format.Codec, codec)), "RTSP", "RTP");

    /// <summary>Fragmented MP4, as over HLS.</summary>
    public static OutputForm Mp4 { get; } = new(
        "mp4", static track => Mp4SampleEntries.CanCarry(track, out string? reason) ? null : reason, static codec => Mp4SampleEntries.All.Any(entry => ReferenceEquals(entry.Codec, codec)),
        "HLS", "DASH", "MP4 over HTTP");

    /// <summary>MPEG-TS without end: over SRT, UDP and HTTP.</summary>
    public static OutputForm MpegTs { get; } = new(
        "mpegts", static track => TsElementaryStreams.CanCarry(track, out string? reason) ? null : reason, static codec => TsElementaryStreams.All.Any(stream => ReferenceEquals(stream.Codec, codec)),
        "SRT", "MPEG-TS over UDP and HTTP");

    /// <summary>Segments of MPEG-TS, as over HLS: what players take of <see cref="MpegTs"/>.</summary>
    public static OutputForm TsSegments { get; } = new(
        "hls-mpegts", static track => TsElementaryStreams.CanCarryInSegments(track, out string? reason) ? null : reason,
        static codec => TsElementaryStreams.All.Any(stream => ReferenceEquals(stream.Codec, codec) && stream.WhyNotInSegments is null), "HLS with MPEG-TS") { Wider = MpegTs };

    /// <summary>Tags of FLV and messages of RTMP.</summary>
    public static OutputForm Flv { get; } = new(
        "flv", static track => FlvTagBodies.CanCarry(track, out string? reason) ? null : reason, static codec => FlvTagBodies.All.Any(body => ReferenceEquals(body.Codec, codec)), "RTMP", "FLV over HTTP");

    /// <summary>All forms.</summary>
    public static ImmutableArray<OutputForm> All { get; } = [Rtp, Mp4, MpegTs, TsSegments, Flv];

    /// <summary>Its name in the API: <c>mpegts</c>.</summary>
    public string Name { get; }

    /// <summary>What goes out in it, in the words of people: <c>RTMP</c>, <c>FLV over HTTP</c>.</summary>
    public ImmutableArray<string> Outputs { get; }

    /// <summary>The form that it is a part of: what that leaves out, it leaves out too. Null for none.</summary>
    public OutputForm? Wider { get; private init; }

    /// <summary>Whether it has a place for a codec at all.</summary>
    public bool Knows(Codec codec) => _knows(codec);

    /// <summary>Why it leaves out a track now, as a clause for people; null where it holds it.</summary>
    public string? WhyNot(Track track) => _whyNot(track);

    /// <summary>Why it leaves out a track now, and which outputs do not; null where it holds it.</summary>
    public string? Explain(Track track)
    {
        if (_whyNot(track) is not { } reason) return null;
        return CarrierAdvice.Of(track) is { } advice ? $"{reason}; {advice}" : reason;
    }

    /// <summary>Why nothing of a stream is held now, as a clause for people that names each reason and what would help; null where something is.</summary>
    /// <param name="tracks">The stream's tracks.</param>
    public string? WhyNothing(ImmutableArray<Track> tracks)
    {
        if (tracks.IsEmpty) return "it has no track";
        if (tracks.Any(track => _whyNot(track) is null)) return null;
        return string.Join("; ", tracks.Select(Explain).Distinct());
    }

    /// <summary>Like <see cref="WhyNothing"/>, and it will stay so; null where something is held, or may be, and where there is no track.</summary>
    /// <param name="tracks">The stream's tracks.</param>
    public string? WhyNever(ImmutableArray<Track> tracks) => tracks.IsEmpty || tracks.Any(track => _knows(track.Codec)) ? null : WhyNothing(tracks);
}
