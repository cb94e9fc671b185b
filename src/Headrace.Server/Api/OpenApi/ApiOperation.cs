namespace Headrace.Server.Api.OpenApi;

/// <summary>What the API's description says of a route; one that answers at several addresses has several.</summary>
/// <param name="Summary">What it does, in one line.</param>
internal sealed record ApiOperation(string Summary)
{
    /// <summary>The address, where it differs from the route's pattern; null: the pattern.</summary>
    public string? Path { get; init; }

    /// <summary>Type of the resource that it answers with; null for none.</summary>
    public Type? Answer { get; init; }

    /// <summary>Media type of the answer.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>Status where it succeeds.</summary>
    public int Status { get; init; } = 200;

    /// <summary>What its body is; <see cref="ApiBodyKind.None"/> without one.</summary>
    public ApiBodyKind Body { get; init; }

    /// <summary>Type of its body, where that is none of <see cref="Body"/>; null for none.</summary>
    public Type? Request { get; init; }

    /// <summary>Parameters of the query, with what they are.</summary>
    public IReadOnlyList<(string Name, string Type, string Summary)> Query { get; init; } = [];

    /// <summary>The problems that it tells beside those that every address can.</summary>
    public IReadOnlyList<ProblemKind> Problems { get; init; } = [];

    /// <summary>True where no credentials are asked for.</summary>
    public bool IsOpen { get; init; }

    /// <summary>The parameters of a list.</summary>
    internal static IReadOnlyList<(string Name, string Type, string Summary)> PageQuery { get; } =
        [("page", "integer", "Number of the page, from 0."), ("itemsPerPage", "integer", $"Items on a page: 1 to {Paging.MaxItems}; without it, {Paging.DefaultItems}.")];
}
