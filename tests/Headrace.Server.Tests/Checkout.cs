namespace Headrace.Server.Tests;

/// <summary>The checkout that these tests were built from.</summary>
internal static class Checkout
{
    /// <summary>Its folder: the nearest one above the test program that holds the solution.</summary>
    internal static string Root { get; } = FindRoot();

    /// <summary>Path of a file that is named relative to <see cref="Root"/>.</summary>
    internal static string PathOf(string path) => Path.Combine(Root, path);

    private static string FindRoot()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Headrace.slnx"))) folder = folder.Parent;
        return folder!.FullName;
    }
}
