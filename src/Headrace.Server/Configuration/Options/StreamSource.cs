namespace Headrace.Server.Configuration.Options;

/// <summary>Where a stream's media comes from.</summary>
internal readonly record struct StreamSource(StreamSourceKind Kind)
{
    private const string PublisherText = "publisher";
    private const string TestText = "test:";

    /// <summary>Reads <c>publisher</c> or <c>test:</c>; the latter without its colon too, which YAML wants quotes around.</summary>
    internal static bool TryParse(string text, out StreamSource source)
    {
        bool isTest = text is TestText or "test";
        source = new StreamSource(isTest ? StreamSourceKind.Test : StreamSourceKind.Publisher);
        return isTest || text is PublisherText;
    }

    /// <inheritdoc/>
    public override string ToString() => Kind == StreamSourceKind.Test ? TestText : PublisherText;
}
