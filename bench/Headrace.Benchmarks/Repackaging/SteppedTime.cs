namespace Headrace.Benchmarks.Repackaging;

/// <summary>A clock that stands where it was put: media passes as fast as it can.</summary>
internal sealed class SteppedTime : TimeProvider
{
    private long _nanoseconds = 3_600_000_000_000;

    public override long TimestampFrequency => 1_000_000_000;

    public override long GetTimestamp() => Volatile.Read(ref _nanoseconds);

    /// <summary>Puts it at a time since it began, if that is later.</summary>
    public void Reach(long nanoseconds) => Volatile.Write(ref _nanoseconds, Math.Max(_nanoseconds, 3_600_000_000_000 + nanoseconds));
}
