namespace Headrace.TestKit;

/// <summary>Waits for a condition with a deadline: the one place in the tests where time passes by waiting.</summary>
public static class Eventually
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    /// <summary>The deadline of a wait that names none: generous, because it is only ever reached by a failure.</summary>
    public static TimeSpan DefaultDeadline { get; } = TimeSpan.FromSeconds(20);

    /// <summary>Returns as soon as <paramref name="condition"/> holds; after <paramref name="within"/> throws a <see cref="TimeoutException"/> that says <paramref name="what"/> did not.</summary>
    public static Task True(Func<bool> condition, string what, TimeSpan? within = null, CancellationToken cancellation = default) =>
        Value(() => condition() ? "" : null, () => what, within, cancellation);

    /// <summary>As <see cref="True(Func{bool}, string, TimeSpan?, CancellationToken)"/>, for a condition that has to be asked for, such as over HTTP.</summary>
    public static Task True(Func<Task<bool>> condition, string what, TimeSpan? within = null, CancellationToken cancellation = default) =>
        Value<string>(async () => await condition().ConfigureAwait(false) ? "" : null, () => what, within, cancellation);

    /// <summary>The first value of <paramref name="probe"/> that is not null; <paramref name="what"/> is asked at the deadline, so that it can describe the state then.</summary>
    public static Task<T> Value<T>(Func<T?> probe, Func<string> what, TimeSpan? within = null, CancellationToken cancellation = default)
        where T : class => Value(() => Task.FromResult(probe()), what, within, cancellation);

    /// <summary>As <see cref="Value{T}(Func{T}, Func{string}, TimeSpan?, CancellationToken)"/>, for a probe that has to be awaited. The probe runs once more after the deadline.</summary>
    public static async Task<T> Value<T>(Func<Task<T?>> probe, Func<string> what, TimeSpan? within = null, CancellationToken cancellation = default)
        where T : class
    {
        TimeSpan deadline = within ?? DefaultDeadline;
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            bool last = TimeProvider.System.GetElapsedTime(start) > deadline;
            if (await probe().ConfigureAwait(false) is { } value) return value;
            if (last) throw new TimeoutException($"Not within {deadline.TotalSeconds:0.#} s: {what()}");
            await Task.Delay(Pause, TimeProvider.System, cancellation).ConfigureAwait(false);
        }
    }
}
