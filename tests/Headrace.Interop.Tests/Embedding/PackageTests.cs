using System.Text;
using System.Xml.Linq;
using Headrace.Interop.Tests.Players;
using Headrace.Interop.Tests.Pull;
using Headrace.TestKit;
using Headrace.TestKit.Processes;

namespace Headrace.Interop.Tests.Embedding;

/// <summary>The libraries as strangers get them: as packages, in a project that knows nothing of this repository.</summary>
[Trait("Speed", "slow")]
public sealed class PackageTests(Packages packages) : IClassFixture<Packages>
{
    private static readonly TimeSpan BuildDeadline = TimeSpan.FromMinutes(5);

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    [Fact]
    public void EachLibraryIsAPackageAndNothingElseIs()
    {
        string[] libraries = [.. Directory.GetDirectories(Path.Combine(TestFolders.Root, "src")).Select(folder => Path.GetFileName(folder)!).Where(name => name != "Headrace.Server")];
        Assert.Equal(libraries.Order(StringComparer.Ordinal), packages.All.Select(package => Packages.Metadata(package, "id")).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void PackageExplainsItself()
    {
        Assert.All(packages.All, package =>
        {
            string id = Packages.Metadata(package, "id");
            IReadOnlyList<string> files = Packages.Files(package);
            Assert.Contains("README.md", files);
            Assert.Contains($"lib/net10.0/{id}.dll", files);
            Assert.Contains($"lib/net10.0/{id}.xml", files);
            Assert.Equal("Apache-2.0", Packages.Metadata(package, "license"));
            Assert.Equal("README.md", Packages.Metadata(package, "readme"));
            Assert.InRange(Packages.Metadata(package, "description").Length, 60, 300);
            Assert.Contains("streaming", Packages.Metadata(package, "tags"), StringComparison.Ordinal);
            Assert.DoesNotContain(Packages.Specification(package).Descendants(), element => element.Name.LocalName == "repository" && element.Attribute("url") is not null);
        });
    }

    /// <summary>What a package needs are other packages of the same version: nothing that was pinned for the repository leaks out.</summary>
    [Fact]
    public void PackageNeedsOnlyItsFellows()
    {
        Assert.All(packages.All, package =>
        {
            XElement[] needed = [.. Packages.Specification(package).Descendants().Where(element => element.Name.LocalName == "dependency")];
            Assert.All(needed, one => Assert.StartsWith("Headrace.", (string)one.Attribute("id")!, StringComparison.Ordinal));
            Assert.All(needed, one => Assert.Equal(packages.Version, (string)one.Attribute("version")!));
            Assert.Equal(packages.Version, Packages.Metadata(package, "version"));
        });
    }

    [Fact]
    public void SymbolsLieBesideAndNameNoFolderOfTheBuild()
    {
        Assert.All(packages.All, package =>
        {
            string id = Packages.Metadata(package, "id");
            string symbols = Path.ChangeExtension(package, ".snupkg");
            Assert.Contains($"lib/net10.0/{id}.pdb", Packages.Files(symbols));
            foreach (byte[] binary in new[] { Packages.Read(package, $"lib/net10.0/{id}.dll"), Packages.Read(symbols, $"lib/net10.0/{id}.pdb") })
                Assert.DoesNotContain(TestFolders.Root, Encoding.UTF8.GetString(binary), StringComparison.Ordinal);
        });
    }

    /// <summary>An example as a stranger has it: its one file, the package, no other source of packages than the folder.</summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task ExampleOfAStrangerIsBuiltFromPackagesAndPlays(bool pinsCentrally)
    {
        using TemporaryFolder folder = new();
        await WriteProjectAsync(folder.Path, pinsCentrally);
        Dictionary<string, string> environment = new() { ["NUGET_PACKAGES"] = Path.Combine(folder.Path, "cache"), ["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1" };
        await using (ClientProcess build = ClientProcess.Start("dotnet", ["build", "-v", "quiet", "-nologo", "-warnaserror"], folder.Path, environment))
        {
            int code = await build.WaitForExitAsync(BuildDeadline, Cancellation);
            Assert.True(code == 0, build.Output + build.Errors);
        }

        await using GStreamerCamera camera = await GStreamerCamera.StartAsync(Clips.Plain);
        int port = FreePorts.Take(1)[0];
        await using ClientProcess example = ClientProcess.Start("dotnet", [Path.Combine(folder.Path, "bin/Debug/net10.0/Stranger.dll"), camera.Url, $"{port}"], folder.Path);
        await Eventually.True(() => example.Output.Contains("Application started", StringComparison.Ordinal), $"it starts: {example.Output}{example.Errors}", cancellation: Cancellation);
        Run.AssertIsContinuous(await FfmpegPlayer.PlayHlsAsync($"http://127.0.0.1:{port}/live/camera/index.m3u8", 60), 60);
    }

    private async Task WriteProjectAsync(string folder, bool pinsCentrally)
    {
        string version = pinsCentrally ? "" : $" Version=\"{packages.Version}\"";
        await File.WriteAllTextAsync(Path.Combine(folder, "Stranger.csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk.Web">
              <PropertyGroup>
                <TargetFramework>net10.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="Headrace.Endpoints"{version} />
              </ItemGroup>
            </Project>
            """, Cancellation);
        await File.WriteAllTextAsync(Path.Combine(folder, "nuget.config"), $"""
            <configuration>
              <packageSources>
                <clear />
                <add key="packages" value="{Packages.Folder}" />
              </packageSources>
            </configuration>
            """, Cancellation);
        if (pinsCentrally)
        {
            await File.WriteAllTextAsync(Path.Combine(folder, "Directory.Packages.props"), $"""
                <Project>
                  <PropertyGroup>
                    <ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally>
                    <CentralPackageTransitivePinningEnabled>true</CentralPackageTransitivePinningEnabled>
                  </PropertyGroup>
                  <ItemGroup>
                    <PackageVersion Include="Headrace.Endpoints" Version="{packages.Version}" />
                    <PackageVersion Include="Headrace.Media" Version="{packages.Version}" />
                  </ItemGroup>
                </Project>
                """, Cancellation);
        }

        File.Copy(Path.Combine(TestFolders.Root, "examples/CameraToHls/Program.cs"), Path.Combine(folder, "Program.cs"));
    }
}
