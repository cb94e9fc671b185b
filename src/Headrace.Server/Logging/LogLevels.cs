using Headrace.Server.Configuration.Options;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace Headrace.Server.Logging;

/// <summary>Which lines are written and in which form, as section <c>log</c> says; it can say something else while the server runs.</summary>
internal sealed class LogLevels(LogOptions options) : IConfigureOptions<LoggerFilterOptions>, IOptionsChangeTokenSource<LoggerFilterOptions>, IDisposable
{
    /// <summary>What may be said of a request's begin and end. While anything may, each request gets an activity, an id and a scope, a tenth of its cost.</summary>
    private const string Requests = "Microsoft.AspNetCore.Hosting.Diagnostics";

    private static readonly string[] Frameworks = ["Microsoft", "System"];

    private LogOptions _options = options;
    private CancellationTokenSource _changed = new();

    /// <inheritdoc/>
    public string Name => Options.DefaultName;

    /// <summary>The form of lines that holds now.</summary>
    internal LogFormat CurrentFormat() => Volatile.Read(ref _options).Format;

    /// <summary>Changes the levels, and the form of lines that are written from now on.</summary>
    internal void Update(LogOptions next)
    {
        Volatile.Write(ref _options, next);
        CancellationTokenSource before = Interlocked.Exchange(ref _changed, new CancellationTokenSource());
        before.Cancel();
        before.Dispose();
    }

    /// <inheritdoc/>
    public IChangeToken GetChangeToken() => new CancellationChangeToken(Volatile.Read(ref _changed).Token);

    /// <summary>The frameworks below us speak from warnings on, unless <c>log.levels</c> names them.</summary>
    public void Configure(LoggerFilterOptions filter)
    {
        LogOptions now = Volatile.Read(ref _options);
        filter.MinLevel = now.Level;
        foreach (string framework in Frameworks) filter.AddFilter(framework, now.Level > LogLevel.Warning ? now.Level : LogLevel.Warning);
        filter.AddFilter(Requests, LogLevel.None);
        foreach ((string name, LogLevel level) in now.Levels)
        {
            foreach (string category in LogArea.CategoriesOf(name)) filter.AddFilter(category, level);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _changed.Dispose();
}
