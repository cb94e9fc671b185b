namespace Headrace.Server.Configuration.Options;

/// <summary>How log lines look.</summary>
internal enum LogFormat
{
    /// <summary>One line for people.</summary>
    Text,

    /// <summary>One JSON object a line.</summary>
    Json,
}
