namespace Headrace.Streaming.Streams;

/// <summary>What an operator can do about a refusal.</summary>
public static class PublishRefusals
{
    /// <summary>Why, and what helps: a clause to stand behind the refusal's name.</summary>
    public static string ToAdvice(this PublishRefusal refusal) => refusal switch
    {
        PublishRefusal.Taken => "somebody publishes it already and overridePublisher is false, or it has a source of its own: publish under another name, or change that",
        PublishRefusal.TooManyStreams => "limits.maxStreams is reached: raise it, or end a stream",
        PublishRefusal.MemoryPressure => "memory is short: raise limits.memory, or let some streams go",
        PublishRefusal.NoUsableTracks => "no track of it has a codec that is known here: H.264 and AAC go everywhere",
        PublishRefusal.TooManyTracks => $"a stream has {LiveStream.MaxTracks} tracks at most: send fewer",
        _ => "nothing is wrong",
    };

    /// <summary>The same for a source, whose stream is its own.</summary>
    public static string ToFault(this PublishRefusal refusal) => $"the stream does not take it ({refusal}): {refusal.ToAdvice()}";
}
