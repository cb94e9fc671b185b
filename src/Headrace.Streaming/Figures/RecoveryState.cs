namespace Headrace.Streaming.Figures;

/// <summary>How a stream stands with its media, as the API names it.</summary>
public enum RecoveryState
{
    /// <summary>Media goes on to viewers, or none has been expected yet, or an operator paused it.</summary>
    Normal,

    /// <summary>Its media broke off; it is waited for, and what can be tried again is.</summary>
    Recovering,

    /// <summary>Media is there again, or some of it was damaged; the next random access point is waited for.</summary>
    Resyncing,

    /// <summary>Nobody came back in time, or each source of its own has failed again and again. What can be tried still is.</summary>
    Failed,
}
