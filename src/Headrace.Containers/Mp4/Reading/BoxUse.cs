namespace Headrace.Containers.Mp4.Reading;

/// <summary>What is made of a box of a file's outermost level.</summary>
internal enum BoxUse
{
    /// <summary>Nothing: its bytes are passed over.</summary>
    Skip,

    /// <summary>It is wanted as a whole.</summary>
    Collect,

    /// <summary>Its bytes are wanted as they come.</summary>
    Pass,
}
