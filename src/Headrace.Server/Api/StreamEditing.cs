using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;
using Headrace.Streaming.Sessions;
using Headrace.Streaming.Streams;

namespace Headrace.Server.Api;

/// <summary>Makes, changes and deletes streams, and keeps that over restarts. Each answers with the problem that stood in the way, or null.</summary>
internal sealed class StreamEditing(StreamRegistry streams, LiveConfiguration configuration)
{
    /// <summary>Makes a stream.</summary>
    /// <param name="wanted">The stream.</param>
    /// <param name="isLocal">True when a program on this machine asks: its source may be on this machine.</param>
    internal async Task<ApiProblem?> CreateAsync(NewStream wanted, bool isLocal)
    {
        int most = configuration.Current.Options.Limits.MaxStreams;
        if (most > 0 && streams.Count >= most && streams.Find(wanted.Name.Value) is null) return ProblemKinds.LimitReached.With($"There are {most} streams already (limits.maxStreams).");
        return await TryChangeAsync(
            changes => IsNamed(wanted.Name) ? null : changes.WithNewStream(wanted.Name, wanted.Settings, isLocal), $"stream {wanted.Name} created",
            ProblemKinds.StreamExists.With($"There is a stream named {wanted.Name} already; PATCH changes it.")).ConfigureAwait(false);
    }

    /// <summary>Changes settings of a stream, also of one that only its publisher has named: it is configured from then on.</summary>
    /// <param name="name">The stream.</param>
    /// <param name="change">The settings.</param>
    /// <param name="isLocal">True when a program on this machine asks: its source may be on this machine.</param>
    internal async Task<ApiProblem?> ChangeAsync(StreamName name, MappingNode change, bool isLocal) =>
        ApiBody.FixedKey(configuration.Current, change, $"streams.{name}") ?? await TryChangeAsync(
            changes => IsNamed(name) || streams.Find(name.Value) is not null ? changes.WithStream(name, change, isLocal) : null, $"stream {name} changed",
            Problems.StreamNotFound(name.Value)).ConfigureAwait(false);

    /// <summary>Ends a stream and deletes it.</summary>
    internal async Task<ApiProblem?> DeleteAsync(StreamName name) => streams.TryRemove(name.Value, SessionEndReason.StreamRemoved) ? null : await TryChangeAsync(
        changes => IsNamed(name) ? changes.WithoutStream(name) : null, $"stream {name} deleted", Problems.StreamNotFound(name.Value)).ConfigureAwait(false);

    /// <summary>Changes the configuration; <paramref name="none"/> is the problem where there was nothing to change.</summary>
    private async Task<ApiProblem?> TryChangeAsync(Func<ApiChanges, ApiChanges?> change, string reason, ApiProblem none)
    {
        try
        {
            ReloadOutcome? outcome = await configuration.ChangeAsync(change, reason).ConfigureAwait(false);
            return outcome is null ? none : ApiBody.Of(outcome);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return Problems.NotKept(e);
        }
    }

    private bool IsNamed(StreamName name) => configuration.Current.Options.Streams.ContainsKey(name);
}
