namespace Headrace.Server.Api.OpenApi;

/// <summary>What the body of a request is.</summary>
internal enum ApiBodyKind
{
    /// <summary>There is none.</summary>
    None,

    /// <summary>A new stream: its name and its settings.</summary>
    NewStream,

    /// <summary>Settings of a stream.</summary>
    StreamSettings,

    /// <summary>Keys of the configuration.</summary>
    Configuration,
}
