using System.Runtime.CompilerServices;
using Xunit;

namespace Headrace.TestKit;

/// <summary>
/// Text that a test must produce exactly, kept in the folder <c>Golden</c> beside the test's source. <c>UPDATE_GOLDEN=1</c> rewrites it; the difference is then reviewed
/// like code.
/// </summary>
public static class Golden
{
    /// <summary>Compares <paramref name="actual"/> with the file <paramref name="name"/>; fails where the file is missing.</summary>
    public static void Check(string name, string actual, [CallerFilePath] string testSource = "")
    {
        string path = Path.Combine(Path.GetDirectoryName(testSource)!, "Golden", name);
        if (Environment.GetEnvironmentVariable("UPDATE_GOLDEN") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            File.WriteAllText(path, actual);
        }

        if (!File.Exists(path)) Assert.Fail($"{path} does not exist: run the test with UPDATE_GOLDEN=1 and review what it writes.");
        Assert.Equal(File.ReadAllText(path), actual, ignoreLineEndingDifferences: true);
    }
}
