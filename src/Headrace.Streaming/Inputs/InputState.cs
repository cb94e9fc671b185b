namespace Headrace.Streaming.Inputs;

/// <summary>State of one input of a stream, as the API names it.</summary>
public enum InputState
{
    /// <summary>Nobody asks for it, or its publisher is not there.</summary>
    Inactive,

    /// <summary>It is tried, or it is connected and no media has come.</summary>
    Connecting,

    /// <summary>Its media comes and is passed over: another input feeds the stream.</summary>
    Standby,

    /// <summary>It feeds the stream.</summary>
    Active,

    /// <summary>It failed; it is tried again.</summary>
    Error,
}
