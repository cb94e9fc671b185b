using System.Collections.Concurrent;
using Headrace.Streaming.Supervision;
using Microsoft.Extensions.Logging;

namespace Headrace.Streaming.Slates;

/// <summary>
/// Slates by profile: made by ffmpeg when one is first asked for, one at a time, kept in memory and in a directory. At most <see cref="MaxSlates"/>; the one that was
/// asked for longest ago goes. What could not be made is tried again after <see cref="Patience"/>. Thread-safe.
/// </summary>
public sealed class SlateLibrary(string directory, TimeProvider clock, ILoggerFactory loggers, string program = "ffmpeg") : IDisposable
{
    /// <summary>Most slates that are kept.</summary>
    internal const int MaxSlates = 32;

    /// <summary>Greatest file that ffmpeg may have written.</summary>
    public const int MaxBytes = 32 * 1024 * 1024;

    /// <summary>How long ffmpeg may take.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(60);

    /// <summary>How long after a failure it is not tried again.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly ILogger _logger = loggers.CreateLogger("Headrace.Slates");
    private readonly ConcurrentDictionary<string, Kept> _slates = new();
    private readonly SemaphoreSlim _oneAtATime = new(1);
    private readonly CancellationTokenSource _stop = new();

    /// <summary>The slate of a profile; null, and said in the log, where it cannot be made.</summary>
    public Task<SlateClip?> GetAsync(SlateProfile profile)
    {
        string key = profile.Key;
        long now = clock.GetTimestamp();
        Kept kept = _slates.AddOrUpdate(key, _ => new Kept(MakeAsync(profile, key), now), (_, old) => HasFailed(old, now) ? new Kept(MakeAsync(profile, key), now) : old);
        kept.LastAsked = now;
        while (_slates.Count > MaxSlates && _slates.MinBy(slate => slate.Value.LastAsked).Key is { } oldest && oldest != key) _slates.TryRemove(oldest, out _);
        return kept.Clip.Value;
    }

    /// <summary>Ends what is being made.</summary>
    public void Dispose() => _stop.Cancel();

    private bool HasFailed(Kept kept, long now) =>
        kept.Clip is { IsValueCreated: true, Value: { IsCompletedSuccessfully: true, Result: null } } && clock.GetElapsedTime(kept.Begun, now) > Patience;

    private Lazy<Task<SlateClip?>> MakeAsync(SlateProfile profile, string key) => new(() => Task.Run(async () =>
    {
        try
        {
            await _oneAtATime.WaitAsync(_stop.Token).ConfigureAwait(false);
            try
            {
                return await ReadOrMakeAsync(profile, Path.Combine(directory, key)).ConfigureAwait(false);
            }
            finally
            {
                _oneAtATime.Release();
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or OperationCanceledException)
        {
            SlateLog.Failed(_logger, Describe(profile), e is OperationCanceledException ? $"{program} took too long, or the server stops" : e.Message);
            return null;
        }
    }));

    private async Task<SlateClip?> ReadOrMakeAsync(SlateProfile profile, string path)
    {
        if (File.Exists(path) && Read(path, profile) is { } known)
        {
            File.SetLastAccessTimeUtc(path, clock.GetUtcNow().UtcDateTime);
            return known;
        }

        Directory.CreateDirectory(directory);
        string part = path + ".part";
        string? fault = await RunAsync(profile, part).ConfigureAwait(false);
        SlateClip? made = fault is null ? Read(part, profile) : null;
        if (made is null)
        {
            File.Delete(part);
            SlateLog.Failed(_logger, Describe(profile), fault ?? $"{program} made nothing that can be shown");
            return null;
        }

        File.Move(part, path, overwrite: true);
        foreach (FileInfo old in new DirectoryInfo(directory).GetFiles().OrderByDescending(file => file.LastAccessTimeUtc).Skip(MaxSlates)) old.Delete();
        string description = Describe(profile);
        SlateLog.Made(_logger, description);
        return made;
    }

    /// <summary>Runs ffmpeg; gives what went wrong, or null.</summary>
    private async Task<string?> RunAsync(SlateProfile profile, string target)
    {
        string? font = FontFile.Find();
        if (font is null && profile.File.Length == 0) SlateLog.NoFont(_logger);
        using CancellationTokenSource end = CancellationTokenSource.CreateLinkedTokenSource(_stop.Token);
        end.CancelAfter(Deadline);
        if (!ChildProcess.TryStart(program, SlateArguments.Create(profile, target, font), clock, out ChildProcess? child, out string? fault))
            return $"{program} cannot be started ({fault}); install it, on Debian and Ubuntu with: apt-get install ffmpeg";
        await using (child.ConfigureAwait(false))
        {
            int code = await child.WaitForEndAsync(end.Token).ConfigureAwait(false);
            return code == 0 ? null : $"{program} ended with exit code {code}: {string.Join(" | ", child.Log.Lines)}";
        }
    }

    private static SlateClip? Read(string path, SlateProfile profile) =>
        new FileInfo(path) is { Length: > 0 and <= MaxBytes } && SlateClip.TryRead(File.ReadAllBytes(path), profile.Codec, profile.Rate, out SlateClip? clip) ? clip : null;

    private static string Describe(SlateProfile profile) =>
        $"{profile.Codec.DisplayName} {profile.Width}x{profile.Height} at {profile.Rate}/s{(profile.File.Length > 0 ? $" from {profile.File}" : "")}";

    private sealed class Kept(Lazy<Task<SlateClip?>> clip, long begun)
    {
        public Lazy<Task<SlateClip?>> Clip { get; } = clip;

        public long Begun { get; } = begun;

        public long LastAsked { get; set; }
    }
}
