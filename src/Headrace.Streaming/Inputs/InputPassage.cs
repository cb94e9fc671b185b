namespace Headrace.Streaming.Inputs;

/// <summary>What becomes of a unit that an input publishes.</summary>
internal enum InputPassage
{
    /// <summary>Its input feeds the stream: it goes on.</summary>
    Feeds,

    /// <summary>Its input feeds the stream from this unit on.</summary>
    TakesOver,

    /// <summary>Another input feeds the stream: it is passed over.</summary>
    Waits,
}
