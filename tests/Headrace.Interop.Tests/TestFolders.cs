namespace Headrace.Interop.Tests;

/// <summary>Where things are in the checkout that these tests were built from.</summary>
internal static class TestFolders
{
    private static readonly DirectoryInfo Framework = new(AppContext.BaseDirectory.TrimEnd('/'));

    /// <summary>The checkout.</summary>
    internal static string Root { get; } = Framework.Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    /// <summary>The server that was built together with these tests: the same configuration and framework.</summary>
    internal static string ServerAssembly { get; } = Path.Combine(Root, "src/Headrace.Server/bin", Framework.Parent!.Name, Framework.Name, "headrace.dll");

    /// <summary>An example that was built together with these tests.</summary>
    internal static string ExampleAssembly(string name) => Path.Combine(Root, "examples", name, "bin", Framework.Parent!.Name, Framework.Name, name + ".dll");
}
