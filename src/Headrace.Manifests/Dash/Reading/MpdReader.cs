using System.Diagnostics.CodeAnalysis;
using System.Xml;
using System.Xml.Linq;
using Headrace.Manifests.Hls;

namespace Headrace.Manifests.Dash.Reading;

/// <summary>Reads MPDs whose segments are named by templates; what else they say is passed over. No text makes it throw.</summary>
public static class MpdReader
{
    private static readonly string[] MpdOrder = ["ProgramInformation", "BaseURL", "Location", "PatchLocation", "ServiceDescription", "Period", "Metrics", "EssentialProperty", "SupplementalProperty", "UTCTiming"];
    private static readonly string[] PeriodOrder = ["BaseURL", "SegmentBase", "SegmentList", "SegmentTemplate", "AssetIdentifier", "EventStream", "ServiceDescription", "AdaptationSet", "Subset", "SupplementalProperty"];
    private static readonly string[] SetOrder =
    [
        "FramePacking", "AudioChannelConfiguration", "ContentProtection", "EssentialProperty", "SupplementalProperty", "InbandEventStream", "Label", "ProducerReferenceTime", "Accessibility", "Role", "Rating",
        "Viewpoint", "BaseURL", "SegmentBase", "SegmentList", "SegmentTemplate", "Representation",
    ];

    private static readonly XmlReaderSettings Settings = new() { DtdProcessing = DtdProcessing.Prohibit, XmlResolver = null, IgnoreComments = true, IgnoreProcessingInstructions = true };

    /// <summary>Reads an MPD; false when the text is none.</summary>
    /// <param name="text">UTF-8, or what its declaration says.</param>
    /// <param name="mpd">What it says.</param>
    /// <param name="faults">Takes what is not as it should be.</param>
    public static bool TryRead(ReadOnlyMemory<byte> text, [NotNullWhen(true)] out Mpd? mpd, ICollection<MpdFault>? faults = null)
    {
        mpd = null;
        MpdFaults found = new(faults);
        if (text.Length > MpdLimits.Bytes)
        {
            found.Add(MpdFaultKind.NotAnMpd, $"more than {MpdLimits.Bytes} bytes");
            return false;
        }

        try
        {
            using MemoryStream stream = new(text.ToArray());
            using XmlReader reader = XmlReader.Create(stream, Settings);
            XElement root = XElement.Load(reader);
            if (root.Name != XName.Get("MPD", MpdWriter.Namespace)) throw new XmlException($"its root is {root.Name}");
            mpd = Read(new MpdElement(root, found));
            return true;
        }
        catch (XmlException e)
        {
            found.Add(MpdFaultKind.NotAnMpd, e.Message);
            return false;
        }
    }

    private static Mpd Read(MpdElement element)
    {
        element.CheckOrder(MpdOrder);
        bool isDynamic = element.Text("type") == "dynamic";
        if (isDynamic) element.Required("availabilityStartTime");
        if (isDynamic) element.Required("publishTime");
        element.Required("minBufferTime");
        List<MpdPeriod> periods = [.. element.Children("Period").Select(ReadPeriod)];
        if (periods.Count == 0) element.Miss("Period");
        return new Mpd
        {
            Profiles = element.Required("profiles"),
            IsDynamic = isDynamic,
            AvailabilityStart = element.Instant("availabilityStartTime"),
            Publish = element.Instant("publishTime"),
            MinimumUpdatePeriod = element.Duration("minimumUpdatePeriod"),
            TimeShiftBufferDepth = element.Duration("timeShiftBufferDepth"),
            SuggestedPresentationDelay = element.Duration("suggestedPresentationDelay"),
            MaxSegmentDuration = element.Duration("maxSegmentDuration"),
            MinBufferTime = element.Duration("minBufferTime") ?? TimeSpan.Zero,
            MediaPresentationDuration = element.Duration("mediaPresentationDuration"),
            Location = First(element, "Location")?.Content,
            Latency = First(element, "ServiceDescription") is { } service ? ReadLatency(service) : null,
            UtcTimings = new ValueList<UtcTiming>([.. element.Children("UTCTiming").Select(timing => new UtcTiming(timing.Required("schemeIdUri"), timing.Text("value") ?? ""))]),
            Periods = new ValueList<MpdPeriod>([.. periods]),
        };
    }

    private static LatencyTarget? ReadLatency(MpdElement service)
    {
        if (First(service, "Latency") is not { } latency || latency.Number("target") is not { } target) return null;
        MpdElement? rate = First(service, "PlaybackRate");
        return new LatencyTarget(
            Milliseconds(target), Milliseconds(latency.Number("min") ?? target), Milliseconds(latency.Number("max") ?? target), rate?.Fraction("min") ?? 1, rate?.Fraction("max") ?? 1, (int?)Int32(latency.Number("referenceId")));
    }

    private static MpdPeriod ReadPeriod(MpdElement element)
    {
        element.CheckOrder(PeriodOrder);
        return new MpdPeriod
        {
            Id = element.Text("id") ?? "",
            Start = element.Duration("start") ?? TimeSpan.Zero,
            Duration = element.Duration("duration"),
            AdaptationSets = new ValueList<AdaptationSet>([.. element.Children("AdaptationSet").Select(set => ReadSet(set, element))]),
        };
    }

    private static AdaptationSet ReadSet(MpdElement element, MpdElement period)
    {
        element.CheckOrder(SetOrder);
        string type = element.Text("mimeType") ?? First(element, "Representation")?.Required("mimeType") ?? "";
        return new AdaptationSet
        {
            Id = (int)(Int32(element.Number("id")) ?? 0),
            ContentType = element.Text("contentType") ?? type.Split('/')[0],
            MimeType = type,
            Language = element.Text("lang"),
            Role = First(element, "Role")?.Text("value"),
            StartsWithSap = element.Number("startWithSAP") is 1 or 2,
            ProducerReference = First(element, "ProducerReferenceTime") is { } reference ? ReadReference(reference) : null,
            Representations = new ValueList<Representation>([.. element.Children("Representation").Select(one => ReadRepresentation(one, element, period))]),
        };
    }

    private static ProducerReference? ReadReference(MpdElement element)
    {
        element.Required("wallClockTime");
        element.Required("presentationTime");
        return element.Instant("wallClockTime") is { } utc && element.Number("presentationTime") is { } time ? new ProducerReference((int)(Int32(element.Number("id")) ?? 0), utc, time) : null;
    }

    private static Representation ReadRepresentation(MpdElement element, MpdElement set, MpdElement period)
    {
        string codecs = element.Text("codecs") ?? set.Required("codecs");
        Resolution? size = (element.Number("width") ?? set.Number("width")) is { } width && (element.Number("height") ?? set.Number("height")) is { } height ? new Resolution((int)Int32(width)!, (int)Int32(height)!) : null;
        element.Required("bandwidth");
        return new Representation
        {
            Id = element.Required("id"),
            Codecs = codecs,
            Bandwidth = element.Number("bandwidth") ?? 0,
            Resolution = size,
            FrameRate = element.Text("frameRate") ?? set.Text("frameRate"),
            SampleAspectRatio = element.Text("sar") ?? set.Text("sar"),
            AudioSamplingRate = (int?)Int32(element.Number("audioSamplingRate") ?? set.Number("audioSamplingRate")),
            Channels = (int?)Int32((First(element, "AudioChannelConfiguration") ?? First(set, "AudioChannelConfiguration"))?.Number("value")),
            Segments = ReadTemplate([.. new[] { First(element, "SegmentTemplate"), First(set, "SegmentTemplate"), First(period, "SegmentTemplate") }.OfType<MpdElement>()], element),
        };
    }

    /// <summary>Reads templates, the innermost first: each attribute is that of the first that has it (5.3.9.1).</summary>
    private static SegmentTemplate ReadTemplate(MpdElement[] templates, MpdElement owner)
    {
        if (templates.Length == 0) owner.Miss("SegmentTemplate");
        MpdElement? timeline = templates.Select(one => First(one, "SegmentTimeline")).FirstOrDefault(one => one is not null);
        decimal? early = Value(one => one.Text("availabilityTimeOffset") == "INF" ? MpdLimits.DurationSeconds - 1 : one.Fraction("availabilityTimeOffset"));
        string? media = templates.Select(one => one.Text("media")).FirstOrDefault(text => text is not null);
        if (media is null && templates.Length > 0) templates[0].Required("media");
        return new SegmentTemplate
        {
            Timescale = (int)(Int32(Value(one => one.Number("timescale", 1))) ?? 1),
            PresentationTimeOffset = (long)(Value(one => one.Number("presentationTimeOffset")) ?? 0),
            StartNumber = (long)(Value(one => one.Number("startNumber")) ?? 1),
            Initialization = templates.Select(one => one.Text("initialization")).FirstOrDefault(text => text is not null) ?? "",
            Media = media ?? "",
            Duration = (long?)Value(one => one.Number("duration", 1)),
            Timeline = timeline is { } runs ? ReadTimeline(runs) : default,
            AvailabilityTimeOffset = TimeSpan.FromSeconds((double)(early ?? 0)),
        };

        decimal? Value(Func<MpdElement, decimal?> value) => templates.Select(value).FirstOrDefault(one => one is not null);
    }

    private static ValueList<TimelineRun> ReadTimeline(MpdElement element)
    {
        List<TimelineRun> runs = [];
        long start = 0;
        foreach (MpdElement run in element.Children("S", MpdLimits.Runs))
        {
            run.Required("d");
            start = run.Number("t") ?? start;
            TimelineRun read = new(start, run.Number("d", 1) ?? 1, (int)Math.Min(run.Number("r") ?? 0, MpdLimits.Repeats));
            if (start + (Int128)read.Duration * (read.Repeats + 1) > MpdLimits.Ticks) break;
            runs.Add(read);
            start = read.End;
        }

        if (runs.Count == 0) element.Miss("S");
        return new ValueList<TimelineRun>([.. runs]);
    }

    private static MpdElement? First(MpdElement element, string name)
    {
        foreach (MpdElement child in element.Children(name)) return child;
        return null;
    }

    private static long? Int32(decimal? value) => value is { } number ? (long)Math.Min(number, int.MaxValue) : null;

    private static TimeSpan Milliseconds(long value) => TimeSpan.FromMilliseconds(Math.Min(value, (long)MpdLimits.DurationSeconds * 1000));
}
