namespace Headrace.Containers.Flv.Amf;

/// <summary>What later values of AMF3 may refer to (AMF 3, 2.2). Its size is bounded by the elements and bytes of the message.</summary>
internal sealed class Amf3Tables
{
    public List<string> Texts { get; } = [];

    public List<Amf3Traits> Traits { get; } = [];
}
