namespace Headrace.Server.Configuration.Schema;

/// <summary>How a change of a key takes effect, and who may make one. What holds for a section holds for all below it.</summary>
[Flags]
internal enum KeyTraits
{
    /// <summary>A change takes effect at once.</summary>
    None = 0,

    /// <summary>A change takes effect at the next start.</summary>
    NeedsRestart = 1,

    /// <summary>The API cannot change it: only whoever may write the file, the environment or the command line.</summary>
    NotByApi = 2,
}
