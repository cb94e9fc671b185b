namespace Headrace.Endpoints.Files;

/// <summary>Makes units of the bytes of one container, which come in pieces of any size. Bad input never throws.</summary>
internal abstract class UnitFeed : IDisposable
{
    /// <summary>Why no more is read, in one clause; null while all is well.</summary>
    public abstract string? Fault { get; }

    /// <summary>Media that stands before the index without which it cannot be read, from its beginning to its end; null where there is none, and once the index was read.</summary>
    public virtual (long Begin, long End)? MediaBeforeIndex => null;

    /// <summary>Where the index begins; null where none was read.</summary>
    public virtual long? IndexOffset => null;

    /// <summary>What is read next stands at another offset.</summary>
    public virtual void SeekTo(long offset)
    {
        // Who has no index is read from the beginning.
    }

    /// <summary>Takes the next bytes. False: no more is read, and <see cref="Fault"/> says why.</summary>
    public abstract bool Read(ReadOnlySpan<byte> bytes);

    /// <summary>Nothing comes any more: hands on what is held.</summary>
    public abstract void Complete();

    /// <summary>Gives back what is held.</summary>
    public abstract void Dispose();
}
