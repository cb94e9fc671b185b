using Headrace.Server.Configuration.Options;
using Headrace.Server.Configuration.Sources;
using Microsoft.Extensions.Logging;

namespace Headrace.Server.Configuration.Changes;

/// <summary>
/// The configuration of a server that runs: read again when its file changes, changed through the API. A new one is checked whole before anything of it
/// holds; one with errors changes nothing. One change at a time.
/// </summary>
internal sealed class LiveConfiguration : IDisposable
{
    /// <summary>Most changes that are logged one by one.</summary>
    private const int MaxLogged = 50;

    private readonly LoadedConfiguration _atStart;
    private readonly string? _stateDirectory;
    private readonly Func<HeadraceOptions, Task> _apply;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly SemaphoreSlim _turn = new(1);
    private volatile LoadedConfiguration _current;
    private volatile ReloadOutcome? _lastReload;

    /// <summary>A configuration that holds already.</summary>
    /// <param name="current">What holds.</param>
    /// <param name="stateDirectory">Where changes are kept, or null for nowhere.</param>
    /// <param name="apply">Makes new options hold: those that can without a restart.</param>
    /// <param name="clock">Time.</param>
    /// <param name="logger">Log.</param>
    internal LiveConfiguration(LoadedConfiguration current, string? stateDirectory, Func<HeadraceOptions, Task> apply, TimeProvider clock, ILogger logger)
    {
        _atStart = current;
        _current = current;
        _stateDirectory = stateDirectory;
        _apply = apply;
        _clock = clock;
        _logger = logger;
    }

    /// <summary>What holds now.</summary>
    internal LoadedConfiguration Current => _current;

    /// <summary>How the last reading went, or null before the first one.</summary>
    internal ReloadOutcome? LastReload => _lastReload;

    /// <summary>What was changed since the start and takes effect at the next one.</summary>
    internal IReadOnlyList<KeyChange> AwaitingRestart => [.. KeyDiff.Between(_atStart.Options, _current.Options).Where(change => change.NeedsRestart)];

    /// <summary>Reads the file again. With errors, what held goes on to hold.</summary>
    internal Task<ReloadOutcome> ReloadAsync(string reason) => InTurnAsync(async () =>
    {
        ReloadOutcome outcome = await ReplaceAsync(ConfigurationLoader.Load(_current.Sources, _current.Changes), reason, isDryRun: false).ConfigureAwait(false);
        if (!outcome.IsApplied) ConfigurationLog.NotReloaded(_logger, reason, outcome.Errors.Count);
        foreach (ConfigurationError error in outcome.Errors) ConfigurationLog.Error(_logger, error.ToString());
        _lastReload = outcome;
        return outcome;
    });

    /// <summary>As <see cref="ReloadAsync"/>, for timers and signals: waits, and logs what fails.</summary>
    internal void Reload(string reason)
    {
        try
        {
            ReloadAsync(reason).GetAwaiter().GetResult();
        }
        catch (Exception e)
        {
            // Nobody is above a timer or a signal: a fault there would end the process.
            ConfigurationLog.Failed(_logger, reason, e);
        }
    }

    /// <summary>
    /// Changes the configuration through the API, and keeps that. <paramref name="change"/> gets what was changed so far. Throws <see cref="IOException"/> when it cannot be kept.
    /// </summary>
    /// <param name="change">Makes the change; null: there is nothing to be changed any more.</param>
    /// <param name="reason">What it is, for the log.</param>
    /// <param name="isDryRun">True: only tells what would change.</param>
    /// <returns>How it went; null where <paramref name="change"/> made none.</returns>
    internal Task<ReloadOutcome?> ChangeAsync(Func<ApiChanges, ApiChanges?> change, string reason, bool isDryRun = false) => InTurnAsync(async () =>
    {
        if (change(_current.Changes) is not { } changes) return null;
        ConfigurationDiagnostics diagnostics = new();
        ApiScope.Check(changes.Set, diagnostics);
        LoadedConfiguration next = ConfigurationLoader.Load(_current.FileTree, _current.File, _current.Sources, diagnostics, changes);
        if (next.IsValid && !isDryRun && _stateDirectory is not null) ApiChangesFile.Write(_stateDirectory, changes);
        return (ReloadOutcome?)await ReplaceAsync(next, reason, isDryRun).ConfigureAwait(false);
    });

    /// <inheritdoc/>
    public void Dispose() => _turn.Dispose();

    private async Task<T> InTurnAsync<T>(Func<Task<T>> act)
    {
        await _turn.WaitAsync().ConfigureAwait(false);
        try
        {
            return await act().ConfigureAwait(false);
        }
        finally
        {
            _turn.Release();
        }
    }

    private async Task<ReloadOutcome> ReplaceAsync(LoadedConfiguration next, string reason, bool isDryRun)
    {
        IReadOnlyList<KeyChange> changes = next.IsValid ? KeyDiff.Between(_current.Options, next.Options) : [];
        ReloadOutcome outcome = new(_clock.GetUtcNow().UtcDateTime, reason, next.Errors, changes);
        if (!next.IsValid || isDryRun) return outcome;
        _current = next;
        foreach (ConfigurationError warning in next.Warnings) ConfigurationLog.Warning(_logger, warning.ToString());
        if (changes.Count > 0) ConfigurationLog.Changed(_logger, reason, changes.Count);
        foreach (KeyChange change in changes.Take(MaxLogged)) ConfigurationLog.KeyChanged(_logger, change);
        await _apply(next.Options).ConfigureAwait(false);
        return outcome;
    }
}
