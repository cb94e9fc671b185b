namespace Headrace.Server.Configuration.Options;

/// <summary>Where users are kept.</summary>
internal enum AuthMethod
{
    /// <summary>In the configuration.</summary>
    Internal,
}
