namespace Headrace.Server.Configuration.Options;

/// <summary>Where a stream's own source may connect to.</summary>
internal enum SourceReach
{
    /// <summary>Everywhere: whoever writes the configuration file named it.</summary>
    Everywhere,

    /// <summary>Where <c>sources</c> allows: it was named through the API by a program on this machine.</summary>
    AllowedAndLoopback,

    /// <summary>The same without this machine: it was named through the API from elsewhere.</summary>
    Allowed,
}
