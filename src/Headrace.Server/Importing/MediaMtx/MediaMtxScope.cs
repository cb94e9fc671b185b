using System.Text.RegularExpressions;
using Headrace.Server.Importing.Drafts;
using Headrace.Streaming.Access;

namespace Headrace.Server.Importing.MediaMtx;

/// <summary>
/// The names that exist where a file names paths and not <c>all_others</c>: nobody publishes another one there. Here any name that a user may publish comes into being, so that the
/// permission to publish is bound to these.
/// </summary>
/// <param name="record">The file's <c>paths</c>.</param>
/// <param name="names">The names, and expressions behind their mark.</param>
internal sealed class MediaMtxScope(ImportedKey record, IEnumerable<string> names)
{
    private readonly string _pattern = "~" + string.Join('|', names.Select(name => name.StartsWith('~') ? name[1..] : $"^{Regex.Escape(name)}$"));

    /// <summary>Binds a permission, or says that it cannot be.</summary>
    /// <param name="permission">The permission.</param>
    /// <param name="key">What it was made of, or null.</param>
    internal void Bound(DraftNode permission, ImportedKey? key)
    {
        if (_pattern.Length <= StreamPattern.MaxLength)
        {
            permission.Set("path", DraftText.Of(_pattern), key is null ? [record] : [record, key]);
            record.Remark("what may be published is bound to the names of this file, which has no all_others");
        }
        else record.Lose("without all_others no other name may be published there, and here any may: these names are too long for one permission; give auth.users a path each");
    }
}
