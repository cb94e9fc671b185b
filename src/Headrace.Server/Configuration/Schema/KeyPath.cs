namespace Headrace.Server.Configuration.Schema;

/// <summary>Keys with their sections: with dots in messages, with colons on the command line.</summary>
internal static class KeyPath
{
    /// <summary>The key <paramref name="name"/> in the section <paramref name="path"/>, which is empty at the top.</summary>
    internal static string Join(string path, string name) => path.Length == 0 ? name : $"{path}.{name}";
}
