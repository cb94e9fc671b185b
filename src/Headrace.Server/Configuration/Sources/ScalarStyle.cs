namespace Headrace.Server.Configuration.Sources;

/// <summary>How a text was written, where that changes what it means.</summary>
internal enum ScalarStyle
{
    /// <summary>Without quotes in a file: nothing at all is "no value".</summary>
    Plain,

    /// <summary>With quotes in a file: empty is empty.</summary>
    Quoted,

    /// <summary>In the environment or on the command line: empty is empty, commas separate a list's items.</summary>
    External,
}
