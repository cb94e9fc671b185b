namespace Headrace.Containers.Mp4;

/// <summary>What is wrong with bytes, and where.</summary>
/// <param name="Fault">The kind of fault; <see cref="Mp4Fault.None"/> when there is none.</param>
/// <param name="Box">The box that it was found in, or that is missing; 0 when it has no name yet.</param>
/// <param name="Offset">Offset of that box, or of the container that misses it, from the first byte given.</param>
public readonly record struct Mp4Error(Mp4Fault Fault, FourCc Box, int Offset)
{
    /// <summary>True when nothing is wrong.</summary>
    public bool IsNone => Fault == Mp4Fault.None;

    /// <summary>One line for logs and for the playlist checker.</summary>
    public override string ToString() => IsNone ? "no error" : $"{Fault}: {(Box.Value == 0 ? "box" : Box)} at byte {Offset}";
}
