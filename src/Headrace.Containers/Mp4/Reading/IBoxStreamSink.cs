namespace Headrace.Containers.Mp4.Reading;

/// <summary>Takes what a <see cref="BoxStream"/> finds.</summary>
internal interface IBoxStreamSink
{
    /// <summary>A box begins.</summary>
    /// <param name="type">Its name.</param>
    /// <param name="offset">Offset of its first byte.</param>
    /// <param name="size">Its bytes, header and all; <see cref="long.MaxValue"/> where it goes to the end of the file.</param>
    BoxUse OnBox(FourCc type, long offset, long size);

    /// <summary>A whole box, header and all. The bytes belong to who is called.</summary>
    void OnCollected(FourCc type, long offset, ReadOnlyMemory<byte> box);

    /// <summary>The next bytes of a box.</summary>
    /// <param name="offset">Offset of the first one.</param>
    /// <param name="bytes">The bytes.</param>
    void OnBytes(long offset, ReadOnlySpan<byte> bytes);

    /// <summary>The end of a box whose bytes were passed on.</summary>
    void OnBytesEnd();
}
