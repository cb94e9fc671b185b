using System.Collections.Immutable;
using System.Net;

namespace Headrace.Streaming.Access;

/// <summary>Somebody who may do something. The user <see cref="Anybody"/> needs no credentials.</summary>
public sealed record AccessUser
{
    /// <summary>The name of everybody.</summary>
    public const string Anybody = "any";

    /// <summary>The name.</summary>
    public string Name { get; init; } = Anybody;

    /// <summary>The password.</summary>
    public Secret Password { get; init; } = Secret.None;

    /// <summary>Where he may come from; empty for everywhere.</summary>
    public ImmutableArray<NetworkSet> Networks { get; init; } = [];

    /// <summary>What he may do.</summary>
    public ImmutableArray<AccessPermission> Permissions { get; init; } = [];

    /// <summary>True for whoever comes without credentials.</summary>
    internal bool IsAnybody => Name == Anybody && Password.IsNone;

    /// <summary>True where he may do this from there.</summary>
    internal bool May(AccessAction action, string stream, IPAddress peer) =>
        (Networks.IsEmpty || Networks.Any(network => network.Contains(peer))) && Permissions.Any(permission => permission.Action == action && permission.Path.IsMatch(stream));
}
