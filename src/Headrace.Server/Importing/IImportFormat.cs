using Headrace.Server.Importing.Keys;

namespace Headrace.Server.Importing;

/// <summary>A kind of configuration that can be translated. A new one is a line in <see cref="Importer"/>.</summary>
internal interface IImportFormat
{
    /// <summary>The keys of its top, by which it is recognised.</summary>
    ForeignTable Table { get; }

    /// <summary>Translates a file: its keys, and what follows from several of them.</summary>
    void Translate(ForeignSection top);

    /// <summary>Looks at what is left when all that the server refuses was taken out: nothing may be opened by that.</summary>
    void Finish(ForeignSection top);
}
