namespace Headrace.Media.Rings;

/// <summary>Told on the writer's thread that a ring has something new, or has ended. Must return at once and never throw.</summary>
public interface IRingObserver
{
    /// <summary>Something was published, or the ring completed.</summary>
    void OnPublished();
}
