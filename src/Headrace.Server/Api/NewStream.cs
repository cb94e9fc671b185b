using System.Diagnostics.CodeAnalysis;
using Headrace.Server.Configuration.Sources;
using Headrace.Streaming.Paths;

namespace Headrace.Server.Api;

/// <summary>A stream that the API is asked to make: its name, and its settings as the file would have them.</summary>
internal sealed record NewStream(StreamName Name, MappingNode Settings)
{
    private const string NameKey = "name";
    private const string IdKey = "sourceId";

    /// <summary>Reads the body: <c>name</c>, or <c>sourceId</c> (a number or a text), and settings.</summary>
    internal static bool TryRead(MappingNode body, [NotNullWhen(true)] out NewStream? stream, [NotNullWhen(false)] out ApiProblem? problem)
    {
        stream = null;
        problem = null;
        if ((body[NameKey] ?? body[IdKey]) is not ScalarNode named) problem = Problems.InvalidRequest("A stream needs a name.");
        else if (!StreamName.TryParse(named.Text, out StreamName? name, out string? fault)) problem = Problems.InvalidRequest($"{named.Text} cannot be a stream: {fault}.");
        else stream = new NewStream(name, SourceCredentials.Fold(body.Without(NameKey).Without(IdKey)));
        return problem is null;
    }
}
