namespace Headrace.Streaming.Hls.Files;

/// <summary>A directory that holds files of streams. A file is there whole or not at all; no name leads out of the directory.</summary>
internal sealed class HlsDirectory
{
    private const string Unfinished = ".part";
    private readonly string _root;

    public HlsDirectory(string path) => _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(path));

    /// <summary>Its absolute path.</summary>
    public string Root => _root;

    /// <summary>Writes a file under a temporary name beside it, and renames it. Throws what the file system throws; nothing is left then.</summary>
    public void Write(string name, IEnumerable<ReadOnlyMemory<byte>> pieces)
    {
        string path = PathOf(name);
        string unfinished = path + Unfinished;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            using (FileStream file = new(unfinished, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0))
            {
                foreach (ReadOnlyMemory<byte> piece in pieces) file.Write(piece.Span);
            }

            File.Move(unfinished, path, overwrite: true);
        }
        catch
        {
            TryDelete(unfinished);
            throw;
        }
    }

    /// <summary>Removes a file if it is there, and then folders that are empty for it. False when the file system does not let us.</summary>
    public bool Delete(string name)
    {
        string path = PathOf(name);
        bool isGone = TryDelete(path);
        string? folder = Path.GetDirectoryName(path);
        while (isGone && folder is not null && folder.Length > _root.Length && TryDeleteFolder(folder)) folder = Path.GetDirectoryName(folder);
        return isGone;
    }

    /// <summary>Removes what an earlier run has left of a rendition: its segments, maps and unfinished files, but for those whose name begins with <paramref name="kept"/>.</summary>
    public void Clear(string folder, string kept)
    {
        string path = PathOf(folder);
        if (!Directory.Exists(path)) return;
        foreach (string file in Directory.EnumerateFiles(path))
        {
            string name = Path.GetFileName(file);
            string extension = Path.GetExtension(name);
            bool isOld = (extension is ".m4s" or ".mp4" or ".ts") && name.Contains('-', StringComparison.Ordinal) && !name.StartsWith(kept, StringComparison.Ordinal);
            if (isOld || extension == Unfinished) TryDelete(file);
        }
    }

    private string PathOf(string name)
    {
        string path = Path.GetFullPath(Path.Combine(_root, name));
        return path.StartsWith(_root + Path.DirectorySeparatorChar, StringComparison.Ordinal) ? path : throw new IOException($"{name} is not below {_root}");
    }

    private static bool TryDelete(string path)
    {
        try
        {
            File.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return e is DirectoryNotFoundException;
        }
    }

    private static bool TryDeleteFolder(string path)
    {
        try
        {
            Directory.Delete(path);
            return true;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
