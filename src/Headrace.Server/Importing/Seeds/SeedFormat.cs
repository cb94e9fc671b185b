using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing.Keys;
using static Headrace.Server.Importing.Keys.Translations;

namespace Headrace.Server.Importing.Seeds;

/// <summary>Files with a section <c>ingestion:</c> or <c>streaming:</c>, of servers that take SRT and RTP in and of those that encode for DASH and HLS.</summary>
internal sealed class SeedFormat : IImportFormat
{
    private const string NoTranscoding = "Headrace does not encode yet: streams are passed on as they come";

    private static readonly ForeignTable Memory = new("the ingestion system", To("global_limit", "limits.memory.global"), To("per_stream_limit", "limits.memory.perStream"));

    private static readonly ForeignTable Ingestion = new("the ingestion system",
        To("srt_port", "srt.listen", ForeignValues.Port),
        To("rtp_port", "rtp.listen", ForeignValues.Port),
        To("max_connections", "limits.maxStreams"),
        Needless("buffer_size", "packets have no ring of their own: buffers.gops, buffers.gopBytes and limits.memory bound what a stream holds"),
        To("gop_buffer_size", "buffers.gops"),
        Duration("frame_timeout", "buffers.frameTimeout"),
        Duration("sync_threshold", "buffers.syncThreshold"),
        Below("memory", Memory));

    private static readonly ForeignTable Streaming = new("the streaming pipeline", AllLost(
        NoTranscoding, "segment_duration", "buffer_ahead", "manifest_update_interval", "enable_abr", "profiles", "encoder", "packager").Append(Lost("storage", "Headrace has no store of content yet")));

    /// <inheritdoc/>
    public ForeignTable Table { get; } = new("the ingestion system", Below("ingestion", Ingestion), Below("streaming", Streaming));

    /// <inheritdoc/>
    public void Translate(ForeignSection top) => Table.Translate(top);

    /// <inheritdoc/>
    public void Finish(ForeignSection top)
    {
        // Nothing in these files says who may do what.
    }

    private static ForeignKey Below(string name, ForeignTable table) => new(name, entry =>
    {
        if (entry.Value is MappingNode section)
        {
            table.Translate(new ForeignSection(section, entry.Record.Key, entry.Section.Target, entry.Section.Report));
            entry.Record.Drop("its keys are told one by one");
        }
        else if (!entry.IsEmpty) entry.Record.Lose("a section is expected here");
    });
}
