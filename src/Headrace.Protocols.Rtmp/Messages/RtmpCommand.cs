using System.Collections.Immutable;
using Headrace.Containers.Flv.Amf;

namespace Headrace.Protocols.Rtmp.Messages;

/// <summary>A command (RTMP 1.0, 7.2): a name, a number that its answer repeats, an object or null, and arguments.</summary>
/// <param name="Name">The name.</param>
/// <param name="Transaction">The number; 0 where no answer is wanted.</param>
/// <param name="StreamId">The message stream that it came over; 0 for the connection.</param>
/// <param name="Properties">The object; null of most commands.</param>
/// <param name="Arguments">What follows.</param>
internal sealed record RtmpCommand(string Name, double Transaction, uint StreamId, AmfValue Properties, ImmutableArray<AmfValue> Arguments)
{
    /// <summary>An argument by its place; undefined where it did not come.</summary>
    public AmfValue Argument(int index) => index < Arguments.Length ? Arguments[index] : default;

    /// <summary>Reads a command message of either version of AMF. Null where it is none.</summary>
    public static RtmpCommand? Read(in RtmpMessage message)
    {
        AmfReader reader = new(RtmpData.Body(message));
        if (!reader.TryRead(out AmfValue name) || name.Text is not { } text) return null;
        if (!reader.TryRead(out AmfValue transaction) && reader.Fault != AmfFault.None) return null;
        reader.TryRead(out AmfValue properties);
        ImmutableArray<AmfValue>.Builder arguments = ImmutableArray.CreateBuilder<AmfValue>();
        while (arguments.Count < RtmpLimits.MaxArguments && reader.TryRead(out AmfValue argument)) arguments.Add(argument);
        return reader.Fault == AmfFault.None ? new RtmpCommand(text, transaction.Number ?? 0, message.StreamId, properties, arguments.ToImmutable()) : null;
    }
}
