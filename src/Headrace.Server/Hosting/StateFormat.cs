using System.Globalization;
using Headrace.Server.Commands;

namespace Headrace.Server.Hosting;

/// <summary>
/// The format of a state directory: a number in a file of it. What an older server wrote is read, one without the file is of the first format. What a newer one wrote is
/// left alone, because it may say what this server would lose.
/// </summary>
internal static class StateFormat
{
    /// <summary>The file's name in the state directory.</summary>
    internal const string FileName = "format";

    /// <summary>What this server writes. A change that an older server would misread, or lose, needs the next number.</summary>
    internal const int Current = 1;

    /// <summary>
    /// Makes sure that this server may use the directory, and marks one that has no format yet. Throws <see cref="InvalidDataException"/> when a newer server wrote it,
    /// <see cref="IOException"/> or <see cref="UnauthorizedAccessException"/> when it cannot be marked.
    /// </summary>
    internal static void Claim(string directory)
    {
        string path = Path.Combine(directory, FileName);

        // Empty: the disk was full when it was written.
        if (!File.Exists(path) || new FileInfo(path).Length == 0)
        {
            File.WriteAllText(path, $"{Current}\n");
            return;
        }

        string text = File.ReadAllText(path).Trim();
        if (!int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int format) || format < 1)
            throw new InvalidDataException($"{path} holds no number; write {Current} into it if no newer Headrace than {VersionCommand.Current} used this directory");
        if (format > Current)
        {
            throw new InvalidDataException(
                $"the state directory {directory} was written by a newer Headrace (format {format}; {VersionCommand.Current} knows {Current}): install that version again, or begin anew with another directory (--state)");
        }
    }
}
