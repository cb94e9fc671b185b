using System.Collections.Immutable;
using Headrace.Streaming.Access;

namespace Headrace.Server.Configuration.Options;

/// <summary>Section <c>auth</c>.</summary>
internal sealed record AuthOptions
{
    /// <summary>Where users are kept.</summary>
    public AuthMethod Method { get; init; }

    /// <summary>The users; empty: anybody may publish and view.</summary>
    public ImmutableArray<AccessUser> Users { get; init; } = [];

    /// <summary>What that means.</summary>
    internal AccessRules ToRules() => Users.IsEmpty ? AccessRules.Open : new AccessRules(Users);
}
