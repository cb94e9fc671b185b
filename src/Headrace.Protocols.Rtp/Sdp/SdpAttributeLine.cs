namespace Headrace.Protocols.Rtp.Sdp;

/// <summary>An <c>a=</c> line (RFC 8866, 5.13): a property, or a name with a value.</summary>
/// <param name="Name">The name as it was written; compared without regard to case.</param>
/// <param name="Value">What follows the colon, or null where there is none.</param>
public readonly record struct SdpAttributeLine(string Name, string? Value = null)
{
    /// <summary>True when the attribute has this name.</summary>
    public bool Is(string name) => string.Equals(Name, name, StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override string ToString() => Value is null ? Name : $"{Name}:{Value}";
}
