namespace Headrace.Server.Configuration.Changes;

/// <summary>
/// Watches files by looking at them: that also sees a file that an editor put in the place of another, a changed symbolic link, and network file systems. A change is
/// told when the files have stayed the same for one interval, so that half-written ones are not read.
/// </summary>
internal sealed class FileWatch : IAsyncDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<string> _paths;
    private readonly Action _onChanged;
    private readonly ITimer _timer;
    private readonly Lock _gate = new();
    private string _told;
    private string _seen;

    /// <summary>Begins to watch; <paramref name="onChanged"/> is called from a timer, never twice at once.</summary>
    internal FileWatch(IReadOnlyList<string> paths, Action onChanged, TimeProvider clock)
    {
        _paths = paths;
        _onChanged = onChanged;
        _told = _seen = Stamp();
        _timer = clock.CreateTimer(_ => Look(), null, Interval, Interval);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _timer.DisposeAsync();

    private void Look()
    {
        if (!_gate.TryEnter()) return;
        try
        {
            string now = Stamp();
            bool isSettled = now == _seen;
            _seen = now;
            if (!isSettled || now == _told) return;
            _told = now;
            _onChanged();
        }
        finally
        {
            _gate.Exit();
        }
    }

    private string Stamp() => string.Join('|', _paths.Select(StampOf));

    private static string StampOf(string path)
    {
        try
        {
            FileInfo file = new(path);
            FileSystemInfo target = file.ResolveLinkTarget(returnFinalTarget: true) ?? file;
            return target is FileInfo { Exists: true } found ? $"{found.FullName} {found.LastWriteTimeUtc.Ticks} {found.Length}" : "none";
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "none";
        }
    }
}
