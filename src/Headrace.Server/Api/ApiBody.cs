using System.Buffers;
using System.IO.Pipelines;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Schema;
using Headrace.Server.Configuration.Sources;
using Microsoft.AspNetCore.Http;

namespace Headrace.Server.Api;

/// <summary>Bodies of requests: JSON objects.</summary>
internal static class ApiBody
{
    private static readonly string[] Types = ["application/json", "application/merge-patch+json"];

    /// <summary>Reads the body; a problem where it is no JSON object. Kestrel bounds its size.</summary>
    internal static async Task<(MappingNode? Body, ApiProblem? Problem)> ReadAsync(HttpContext context)
    {
        string type = (context.Request.ContentType ?? "").Split(';')[0].Trim();
        if (!Types.Contains(type, StringComparer.OrdinalIgnoreCase)) return (null, ProblemKinds.UnsupportedMediaType.With("The body must be JSON: Content-Type: application/json."));
        PipeReader reader = context.Request.BodyReader;
        ReadResult read;
        while (true)
        {
            read = await reader.ReadAsync(context.RequestAborted).ConfigureAwait(false);
            if (read.IsCompleted) break;
            reader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }

        byte[] text = read.Buffer.ToArray();
        reader.AdvanceTo(read.Buffer.End);
        return JsonText.TryReadObject(text, ApiChanges.Origin, out MappingNode? body, out string? fault) ? (body, null) : (null, Problems.InvalidRequest(fault));
    }

    /// <summary>A problem where <paramref name="change"/> sets what the environment or the command line sets: it would have no effect.</summary>
    internal static ApiProblem? FixedKey(LoadedConfiguration configuration, MappingNode change, string path = "")
    {
        foreach (MappingEntry entry in change.Entries)
        {
            string key = KeyPath.Join(path, entry.Key);
            if (configuration.FixedKeys.Contains(key)) return ProblemKinds.KeyIsFixed.With($"{key} is set by {string.Join(", ", configuration.FixedKeys[key])}, which wins over the API.");
            if (entry.Value is MappingNode section && FixedKey(configuration, section, key) is { } problem) return problem;
        }

        return null;
    }

    /// <summary>The problem of a change that was not taken; null where it was.</summary>
    internal static ApiProblem? Of(ReloadOutcome outcome) => outcome.IsApplied ? null : ProblemKinds.InvalidConfiguration.With(
        outcome.Errors[0] is { Key.Length: > 0 } first ? $"{first.Key}: {first.Message}" : outcome.Errors[0].Message) with
    {
        Errors = [.. outcome.Errors.Select(ConfigurationErrorResource.Of)],
    };
}
