using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Changes;
using Headrace.Server.Configuration.Sources;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Configuration;

public sealed class ConfigurationFuzzTests
{
    private static readonly string[] Files =
    [
        "state: ./s\nlog: { level: debug, levels: { Headrace.Rtsp: trace } }\nhttp:\n  listen: [':8080', \"[::1]:80\"]\n  cors: ['*']\n",
        "rtsp:\n  listen: ':8554'   # here\nhls: { variant: fmp4, segmentDuration: 2s, partDuration: 200ms, segmentCount: 10, alwaysOn: true }\n",
        "limits: { maxStreams: 0, connectionRate: 200/s, memory: { global: 8GB, perStream: 400MB } }\nbuffers: { gops: 3, start: cached, maxLag: 2s }\n",
        "streams:\n  a: &x { source: 'test:', hls: { segmentCount: 4 } }\n  b/c: *x\n  ? d\n  : publisherGrace: 1m\n",
        "%YAML 1.2\n---\na: !!binary |\n  R0lGODlhDAAMAIQAAP\nb: >-\n  folded\n  text\nc: \"\\x41\\u263A\\U0001F600\"\n...\n",
        "- &a [*a, {x: ~}]\n--- !tag\n'it''s': \"\\\n  y\"\n",
    ];

    [Fact]
    public void ReaderNeitherThrowsNorLosesBoundsWhateverTheFile()
    {
        IEnumerable<string> texts = Files.Concat(ErrorTests.Single.Select(row => row.Data.Item1));
        Fuzz.Run(texts.Select(Encoding.UTF8.GetBytes), bytes =>
        {
            LoadedConfiguration loaded = Configurations.Load(bytes, [], []);
            Assert.InRange(loaded.Errors.Count, 0, ConfigurationDiagnostics.MaxErrors);
            Assert.InRange(loaded.Options.Http.Listen.Length, 0, 1_000);
            Assert.All(loaded.Errors, error => Assert.DoesNotContain('\n', error.ToString()));
        });
    }

    [Fact]
    public void JsonOfTheApiNeitherThrowsNorPassesWhatIsNone()
    {
        string[] bodies =
        [
            """{ "maxReaders": 5, "hls": { "segmentCount": 4, "alwaysOn": true }, "publisherGrace": "3s", "source": null }""",
            """{ "limits": { "memory": { "global": "8GB" } }, "http": { "cors": ["*", "https://a.example"] } }""",
            """{ "a\u0041\ud83d\ude00": [1.5e3, -0, {}, [], "\n"] }""",
            """{ "lone": "\ud800", "\udc00": 1 }""",
        ];
        Fuzz.Run(bodies.Select(Encoding.UTF8.GetBytes), bytes =>
        {
            if (!JsonText.TryReadObject(bytes, ApiChanges.Origin, out MappingNode? change, out string? fault))
            {
                Assert.NotEmpty(fault);
                return;
            }

            ConfigurationDiagnostics diagnostics = new();
            ApiScope.Check(change, diagnostics);
            LoadedConfiguration loaded = ConfigurationLoader.Load(new MappingNode(new SourceMark("x"), []), null, new ConfigurationSources(), diagnostics, ApiChanges.None.With(change));
            Assert.All(loaded.Errors, error => Assert.DoesNotContain('\n', error.ToString()));
        });
    }

    [Fact]
    public void FilesOfTheCorpusAreRead() => Assert.All(Files[..4], file => Assert.Empty(Configurations.ErrorsOf(file)));
}
