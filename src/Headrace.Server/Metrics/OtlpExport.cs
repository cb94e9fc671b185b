using Headrace.Server.Commands;
using Microsoft.Extensions.Logging;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;

namespace Headrace.Server.Metrics;

/// <summary>Sends the instruments of a meter to a collector, by OTLP over HTTP, while there is an address for it. Owned by who applies configurations, one at a time.</summary>
internal sealed class OtlpExport(string meterName, ILogger logger) : IDisposable
{
    /// <summary>How often.</summary>
    internal static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    /// <summary>How long the collector may take for one sending.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private MeterProvider? _provider;
    private Uri? _address;

    /// <summary>Sends to this address from now on; null: nowhere. What was counted until now still goes to the one before.</summary>
    internal void SendTo(Uri? address)
    {
        if (address == _address) return;
        _address = address;
        _provider?.Dispose();
        _provider = address is null ? null : Start(address);
    }

    /// <summary>Sends once more, and ends.</summary>
    public void Dispose() => SendTo(null);

    private MeterProvider Start(Uri address) => Sdk.CreateMeterProviderBuilder()
        .ConfigureResource(resource => resource.AddService("headrace", serviceVersion: VersionCommand.Current))
        .AddMeter(meterName)
        .AddOtlpExporter((exporter, reader) =>
        {
            exporter.Protocol = OtlpExportProtocol.HttpProtobuf;
            exporter.Endpoint = new Uri($"{address.OriginalString.TrimEnd('/')}/v1/metrics");
            exporter.TimeoutMilliseconds = (int)Patience.TotalMilliseconds;
            exporter.HttpClientFactory = () => new HttpClient(new CollectorWatch(address, logger)) { Timeout = Patience };
            reader.PeriodicExportingMetricReaderOptions.ExportIntervalMilliseconds = (int)Interval.TotalMilliseconds;
        })
        .Build();
}
