using System.Text;
using Headrace.Server.Configuration;
using Headrace.Server.Configuration.Sources;
using Headrace.Server.Importing;
using Headrace.Server.Tests.Configuration;
using Headrace.TestKit;

namespace Headrace.Server.Tests.Importing;

public sealed class ImportFuzzTests
{
    private static readonly string[] Corpus =
    [
        "logLevel: debug\nrtsp: yes\nrtspEncryption: optional\nrtspServerCert: a\nhlsEncryption: yes\napi: yes\nrtpAddress: :8000\nrtspTransports: [tcp, udp]\nreadTimeout: 1h2m3s\n",
        "authInternalUsers:\n- user: any\n  ips: ['127.0.0.1']\n  permissions: [ { action: publish, path: '~^a' }, { action: api } ]\n- { user: ann, pass: \"sha256:x\" }\npaths: { all_others: }\n",
        "pathDefaults: &d { record: no, maxReaders: 3, runOnInit: x }\npaths:\n  cam: { <<: *d, source: 'rtsp://u:p@h/x', sourceOnDemand: yes }\n  '~^(.*)$': { source: 'rtsp://h/$G1' }\n  ? all\n  : forward: [ { dest: 'srt://h:1?streamid=$path' } ]\n",
        "paths: { a: { readUser: x, readPass: y, publishIPs: [1.2.3.4] }, \"b\\u00e9\\ud83d\\ude00\\n\": }\nauthMethod: http\n",
        "ingestion: { srt_port: 30000, max_connections: 25, memory: { global_limit: 8GB } }\nstreaming: { profiles: [] }\n",
    ];

    [Fact]
    public void ImportNeitherThrowsNorLosesAKeyNorMakesWhatTheServerRefuses() => Fuzz.Run(Corpus.Select(Encoding.UTF8.GetBytes), bytes =>
    {
        ImportResult result = Importer.Import(bytes, "m.yml");
        Assert.True(result.Text is null ^ result.Fault is null);
        Assert.All(result.Report.Lines(), line => Assert.DoesNotContain('\n', line));
        if (result.Text is null) return;
        Assert.Empty(Configurations.Load(result.Text).Errors);
        MappingNode mapping = ConfigurationFile.Parse(bytes, "m.yml", new ConfigurationDiagnostics());
        foreach (MappingEntry entry in mapping.Entries.Where(entry => entry.Key != "<<")) Assert.Contains(result.Report.Keys, key => key.Mark == entry.Mark);
    });

    [Fact]
    public void FilesOfTheCorpusAreTranslated() => Assert.All(Corpus, text => Assert.NotEmpty(Imports.Of(text).Report.Keys));

    [Fact]
    public void LargeFileIsRefusedOrTranslatedInTime()
    {
        StringBuilder text = new("paths:\n");
        for (int i = 0; i < 10_000; i++) text.Append(System.Globalization.CultureInfo.InvariantCulture, $"  cam{i}: {{ maxReaders: {i % 7} }}\n");
        Assert.Equal(10_000, Imports.Load(text.ToString()).Options.Streams.Count);
        Assert.Contains("larger than", Importer.Import(new byte[YamlLimits.MaxFileBytes + 1], "m.yml").Fault, StringComparison.Ordinal);
    }
}
