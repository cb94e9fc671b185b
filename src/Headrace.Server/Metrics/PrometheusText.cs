using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;

namespace Headrace.Server.Metrics;

/// <summary>
/// Reads the instruments of a meter and writes them in the text format of Prometheus, version 0.0.4. Names get underscores for dots, and the endings of their units and kinds:
/// <c>headrace.stream.sent</c> in bytes is <c>headrace_stream_sent_bytes_total</c>. One reading at a time.
/// </summary>
internal sealed class PrometheusText : IDisposable
{
    /// <summary>Media type of the format.</summary>
    internal const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly MeterListener _listener = new();
    private readonly List<Instrument> _instruments = [];
    private readonly Dictionary<Instrument, List<string>> _lines = [];
    private readonly Lock _gate = new();

    /// <summary>Begins to follow a meter's instruments.</summary>
    internal PrometheusText(Meter meter)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (!ReferenceEquals(instrument.Meter, meter)) return;
            lock (_gate) _instruments.Add(instrument);
            listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<int>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>All instruments as they are now.</summary>
    internal string Read()
    {
        lock (_gate)
        {
            _lines.Clear();
            _listener.RecordObservableInstruments();
            StringBuilder text = new();
            foreach (Instrument instrument in _instruments)
            {
                if (!_lines.TryGetValue(instrument, out List<string>? lines)) continue;
                string name = NameOf(instrument);
                text.Append("# HELP ").Append(name).Append(' ').Append(Escape(instrument.Description ?? "", isLabel: false)).Append('\n');
                text.Append("# TYPE ").Append(name).Append(IsCounter(instrument) ? " counter\n" : " gauge\n");
                foreach (string line in lines) text.Append(name).Append(line).Append('\n');
            }

            return text.ToString();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _listener.Dispose();

    /// <summary>Backslash and line feed, in labels the quotation mark too.</summary>
    internal static string Escape(string text, bool isLabel)
    {
        string escaped = text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal);
        return isLabel ? escaped.Replace("\"", "\\\"", StringComparison.Ordinal) : escaped;
    }

    private void Add<T>(Instrument instrument, T value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        where T : IFormattable
    {
        StringBuilder line = new();
        for (int i = 0; i < tags.Length; i++)
        {
            string text = Convert.ToString(tags[i].Value, CultureInfo.InvariantCulture) ?? "";
            line.Append(i == 0 ? '{' : ',').Append(tags[i].Key).Append("=\"").Append(Escape(text, isLabel: true)).Append('"');
        }

        if (tags.Length > 0) line.Append('}');
        line.Append(' ').Append(value.ToString(null, CultureInfo.InvariantCulture));
        if (!_lines.TryGetValue(instrument, out List<string>? lines)) _lines[instrument] = lines = [];
        lines.Add(line.ToString());
    }

    /// <summary>The name that Prometheus reads.</summary>
    internal static string NameOf(Instrument instrument)
    {
        string unit = instrument.Unit switch
        {
            "By" => "_bytes",
            "s" => "_seconds",
            _ => "",
        };
        return instrument.Name.Replace('.', '_') + unit + (IsCounter(instrument) ? "_total" : "");
    }

    private static bool IsCounter(Instrument instrument) => instrument is ObservableCounter<int> or ObservableCounter<long> or ObservableCounter<double>;
}
