namespace Headrace.Containers.Flv.Amf;

/// <summary>What a fault is called in logs.</summary>
internal static class AmfFaults
{
    /// <summary>One clause for an operator.</summary>
    public static string ToText(this AmfFault fault) => fault switch
    {
        AmfFault.Truncated => "it ends inside a value",
        AmfFault.UnknownType => "it holds a type of value that is not known",
        AmfFault.TooDeep => $"values lie in values deeper than {AmfLimits.MaxDepth}",
        AmfFault.TooManyElements => $"it has more than {AmfLimits.MaxElements} values",
        AmfFault.TextTooLong => $"a text is longer than {AmfLimits.MaxTextBytes} bytes",
        AmfFault.BadReference => "it refers to what did not come",
        _ => "none",
    };
}
