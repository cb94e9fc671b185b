using System.Buffers;
using System.Globalization;
using System.Text;
using System.Xml;

namespace Headrace.Manifests.Dash;

/// <summary>Writes MPDs: elements and attributes in the order of the schema (ISO/IEC 23009-1, annex B).</summary>
public static class MpdWriter
{
    internal const string Namespace = "urn:mpeg:dash:schema:mpd:2011";
    internal const string RoleScheme = "urn:mpeg:dash:role:2011";
    internal const string ChannelScheme = "urn:mpeg:dash:23003:3:audio_channel_configuration:2011";

    private static readonly XmlWriterSettings Settings = new() { Encoding = new UTF8Encoding(false), Indent = true, IndentChars = " ", NewLineChars = "\n" };

    /// <summary>Appends an MPD as UTF-8.</summary>
    public static void Write(Mpd mpd, IBufferWriter<byte> output)
    {
        using MemoryStream text = new(2048);
        using (XmlWriter xml = XmlWriter.Create(text, Settings)) Write(mpd, xml);
        output.Write(text.GetBuffer().AsSpan(0, (int)text.Length));
    }

    private static void Write(Mpd mpd, XmlWriter xml)
    {
        xml.WriteStartElement("MPD", Namespace);
        xml.WriteAttributeString("profiles", mpd.Profiles);
        xml.WriteAttributeString("type", mpd.IsDynamic ? "dynamic" : "static");
        Write(xml, "availabilityStartTime", mpd.AvailabilityStart);
        Write(xml, "publishTime", mpd.Publish);
        Write(xml, "mediaPresentationDuration", mpd.MediaPresentationDuration);
        Write(xml, "minimumUpdatePeriod", mpd.MinimumUpdatePeriod);
        xml.WriteAttributeString("minBufferTime", XmlConvert.ToString(mpd.MinBufferTime));
        Write(xml, "timeShiftBufferDepth", mpd.TimeShiftBufferDepth);
        Write(xml, "suggestedPresentationDelay", mpd.SuggestedPresentationDelay);
        Write(xml, "maxSegmentDuration", mpd.MaxSegmentDuration);
        if (mpd.Location is { } location) xml.WriteElementString("Location", location);
        if (mpd.Latency is { } latency) Write(xml, latency);
        foreach (MpdPeriod period in mpd.Periods) Write(xml, period, mpd.UtcTimings.Count > 0 ? mpd.UtcTimings[0] : null);
        foreach (UtcTiming timing in mpd.UtcTimings) WriteDescriptor(xml, "UTCTiming", timing.Scheme, timing.Value);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, LatencyTarget latency)
    {
        xml.WriteStartElement("ServiceDescription");
        Write(xml, "id", 0);
        xml.WriteStartElement("Latency");
        Write(xml, "referenceId", latency.ReferenceId);
        Write(xml, "target", (long)latency.Target.TotalMilliseconds);
        Write(xml, "max", (long)latency.Most.TotalMilliseconds);
        Write(xml, "min", (long)latency.Least.TotalMilliseconds);
        xml.WriteEndElement();
        xml.WriteStartElement("PlaybackRate");
        xml.WriteAttributeString("max", latency.FastestRate.ToString(CultureInfo.InvariantCulture));
        xml.WriteAttributeString("min", latency.SlowestRate.ToString(CultureInfo.InvariantCulture));
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, MpdPeriod period, UtcTiming? clock)
    {
        xml.WriteStartElement("Period");
        xml.WriteAttributeString("id", period.Id);
        Write(xml, "start", period.Start);
        Write(xml, "duration", period.Duration);
        foreach (AdaptationSet set in period.AdaptationSets) Write(xml, set, clock);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, AdaptationSet set, UtcTiming? clock)
    {
        xml.WriteStartElement("AdaptationSet");
        Write(xml, "id", set.Id);
        if (set.Language is { } language) xml.WriteAttributeString("lang", language);
        xml.WriteAttributeString("contentType", set.ContentType);
        xml.WriteAttributeString("mimeType", set.MimeType);
        xml.WriteAttributeString("segmentAlignment", "true");
        if (set.StartsWithSap) Write(xml, "startWithSAP", 1);
        if (set.ProducerReference is { } reference) Write(xml, reference, clock);
        if (set.Role is { } role) WriteDescriptor(xml, "Role", RoleScheme, role);
        foreach (Representation representation in set.Representations) Write(xml, representation);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, ProducerReference reference, UtcTiming? clock)
    {
        xml.WriteStartElement("ProducerReferenceTime");
        Write(xml, "id", reference.Id);
        xml.WriteAttributeString("inband", "true");
        xml.WriteAttributeString("type", "captured");
        Write(xml, "wallClockTime", reference.Utc);
        Write(xml, "presentationTime", reference.PresentationTime);
        if (clock is not null) WriteDescriptor(xml, "UTCTiming", clock.Scheme, clock.Value);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, Representation representation)
    {
        xml.WriteStartElement("Representation");
        xml.WriteAttributeString("id", representation.Id);
        Write(xml, "bandwidth", representation.Bandwidth);
        Write(xml, "width", representation.Resolution?.Width);
        Write(xml, "height", representation.Resolution?.Height);
        if (representation.SampleAspectRatio is { } shape) xml.WriteAttributeString("sar", shape);
        if (representation.FrameRate is { } rate) xml.WriteAttributeString("frameRate", rate);
        Write(xml, "audioSamplingRate", representation.AudioSamplingRate);
        xml.WriteAttributeString("codecs", representation.Codecs);
        if (representation.Channels is { } channels) WriteDescriptor(xml, "AudioChannelConfiguration", ChannelScheme, channels.ToString(CultureInfo.InvariantCulture));
        Write(xml, representation.Segments);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, SegmentTemplate template)
    {
        xml.WriteStartElement("SegmentTemplate");
        xml.WriteAttributeString("media", template.Media);
        xml.WriteAttributeString("initialization", template.Initialization);
        Write(xml, "duration", template.Duration);
        Write(xml, "startNumber", template.StartNumber);
        Write(xml, "timescale", template.Timescale);
        Write(xml, "presentationTimeOffset", template.PresentationTimeOffset);
        if (template.AvailabilityTimeOffset > TimeSpan.Zero)
        {
            xml.WriteAttributeString("availabilityTimeOffset", template.AvailabilityTimeOffset.TotalSeconds.ToString("0.###", CultureInfo.InvariantCulture));
            xml.WriteAttributeString("availabilityTimeComplete", "false");
        }

        if (template.Timeline.Count > 0) Write(xml, template.Timeline.AsSpan());
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, ReadOnlySpan<TimelineRun> runs)
    {
        xml.WriteStartElement("SegmentTimeline");
        long? end = null;
        foreach (TimelineRun run in runs)
        {
            xml.WriteStartElement("S");
            if (run.Start != end) Write(xml, "t", run.Start);
            Write(xml, "d", run.Duration);
            if (run.Repeats > 0) Write(xml, "r", run.Repeats);
            xml.WriteEndElement();
            end = run.End;
        }

        xml.WriteEndElement();
    }

    private static void WriteDescriptor(XmlWriter xml, string name, string scheme, string value)
    {
        xml.WriteStartElement(name);
        xml.WriteAttributeString("schemeIdUri", scheme);
        xml.WriteAttributeString("value", value);
        xml.WriteEndElement();
    }

    private static void Write(XmlWriter xml, string name, long? value)
    {
        if (value is { } number) xml.WriteAttributeString(name, number.ToString(CultureInfo.InvariantCulture));
    }

    private static void Write(XmlWriter xml, string name, TimeSpan? value)
    {
        if (value is { } span) xml.WriteAttributeString(name, XmlConvert.ToString(span));
    }

    private static void Write(XmlWriter xml, string name, DateTime? value)
    {
        if (value is { } instant) xml.WriteAttributeString(name, instant.ToString("yyyy-MM-dd'T'HH:mm:ss.FFFFFF'Z'", CultureInfo.InvariantCulture));
    }
}
