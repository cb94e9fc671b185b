namespace Headrace.Server.Configuration.Options;

/// <summary>What HLS consists of.</summary>
internal enum HlsVariant
{
    /// <summary>fMP4 segments.</summary>
    Fmp4,

    /// <summary>fMP4 segments and parts, blocking reload (LL-HLS).</summary>
    LowLatency,
}
