namespace Headrace.Streaming.Access;

/// <summary>Something that a user may do.</summary>
public sealed record AccessPermission
{
    /// <summary>What.</summary>
    public AccessAction Action { get; init; } = AccessAction.Read;

    /// <summary>With which streams; of no meaning for what concerns none.</summary>
    public StreamPattern Path { get; init; } = StreamPattern.All;
}
