namespace Headrace.Server.Configuration.Options;

/// <summary>Where a viewer begins.</summary>
internal enum ViewerStart
{
    /// <summary>At the newest key frame held.</summary>
    Cached,

    /// <summary>At the next key frame that comes.</summary>
    Next,
}
