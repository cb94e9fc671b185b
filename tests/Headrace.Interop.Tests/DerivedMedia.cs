using Headrace.TestKit.Clips;

namespace Headrace.Interop.Tests;

/// <summary>Files made from clips once a machine, and kept beside them.</summary>
internal static class DerivedMedia
{
    private static readonly SemaphoreSlim OneAtATime = new(1);

    /// <summary>Path of the file of this name. <paramref name="makeAsync"/> writes it at the path that it is given, if this machine does not have it yet.</summary>
    internal static async Task<string> GetAsync(string name, Func<string, Task> makeAsync)
    {
        string path = Path.Combine(TestMedia.Folder, name);
        await OneAtATime.WaitAsync(TestContext.Current.CancellationToken);
        try
        {
            if (File.Exists(path)) return path;
            Directory.CreateDirectory(TestMedia.Folder);
            string unfinished = Path.Combine(TestMedia.Folder, $"{Environment.ProcessId}-{name}");
            await makeAsync(unfinished);
            File.Move(unfinished, path, overwrite: true);
            return path;
        }
        finally
        {
            OneAtATime.Release();
        }
    }
}
