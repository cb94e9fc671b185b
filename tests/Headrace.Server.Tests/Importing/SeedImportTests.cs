using Headrace.Server.Configuration.Options;
using Headrace.Server.Importing;

namespace Headrace.Server.Tests.Importing;

/// <summary>What becomes of sections <c>ingestion:</c> and <c>streaming:</c>.</summary>
public sealed class SeedImportTests
{
    private const string Ingestion =
        """
        ingestion:
          srt_port: 30000
          rtp_port: 5004
          max_connections: 25
          buffer_size: 1048576
          gop_buffer_size: 3
          frame_timeout: 5s
          sync_threshold: 100ms
          memory:
            global_limit: 8GB
            per_stream_limit: 400MB

        """;

    [Fact]
    public void IngestionIsTranslatedWhole()
    {
        ImportResult result = Imports.Of(Ingestion);
        Assert.True(result.Report.IsComplete);
        HeadraceOptions options = Imports.Load(Ingestion).Options;
        Assert.Equal((":30000", ":5004", 25), (options.Srt.Listen.ToString(), options.Rtp.Listen.ToString(), options.Limits.MaxStreams));
        Assert.Equal((3, TimeSpan.FromSeconds(5), TimeSpan.FromMilliseconds(100)), (options.Defaults.Options.Gops, options.Defaults.Options.FrameTimeout, options.Defaults.Options.SyncThreshold));
        Assert.Equal(("8GB", "400MB"), (options.Limits.Memory.Global.ToString(), options.Limits.Memory.PerStream.ToString()));
        Assert.Contains("srt_port: is now srt.listen", Imports.Said(result, "ingestion.srt_port"), StringComparison.Ordinal);
        Assert.Contains("nothing to do: packets have no ring of their own", Imports.Said(result, "ingestion.buffer_size"), StringComparison.Ordinal);
    }

    [Fact]
    public void StreamingIsToldToBeMissing()
    {
        ImportResult result = Imports.Of(Ingestion + "streaming:\n  segment_duration: 4\n  enable_abr: true\n  profiles: [ { name: 1080p } ]\n  storage: { retention_days: 30 }\n  encodr: { preset: fast }\n");
        Assert.Contains("does not encode yet", Imports.Said(result, "streaming.profiles"), StringComparison.Ordinal);
        Assert.Contains("no store of content", Imports.Said(result, "streaming.storage"), StringComparison.Ordinal);
        Assert.Contains("did you mean encoder?", Imports.Said(result, "streaming.encodr"), StringComparison.Ordinal);
        Assert.False(result.Report.IsComplete);
    }
}
