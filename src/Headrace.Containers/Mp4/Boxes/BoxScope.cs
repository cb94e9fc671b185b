using System.Buffers.Binary;
using Headrace.Media.Buffers;

namespace Headrace.Containers.Mp4.Boxes;

/// <summary>A box under construction; what is written until it is disposed lies in the box.</summary>
public readonly ref struct BoxScope(MediaBufferWriter output, int start) : IDisposable
{
    private readonly MediaBufferWriter _output = output;

    /// <summary>Ends the box: writes its size over the placeholder.</summary>
    public void Dispose() => BinaryPrimitives.WriteInt32BigEndian(_output.Written[start..], _output.Length - start);
}
