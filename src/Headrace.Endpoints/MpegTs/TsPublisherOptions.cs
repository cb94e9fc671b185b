namespace Headrace.Endpoints.MpegTs;

/// <summary>What the user says of a transport stream that comes in.</summary>
internal sealed record TsPublisherOptions
{
    /// <summary>Number of the program that is read; null for the first one that has media.</summary>
    public int? Program { get; init; }
}
