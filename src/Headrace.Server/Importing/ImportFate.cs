namespace Headrace.Server.Importing;

/// <summary>What became of a key.</summary>
internal enum ImportFate
{
    /// <summary>It stands in what was made.</summary>
    Translated,

    /// <summary>It says what holds anyway, or what needs no saying.</summary>
    NothingToDo,

    /// <summary>What it says is lost: somebody has to look at it.</summary>
    NotTranslated,

    /// <summary>The other server has no such key.</summary>
    Unknown,
}
