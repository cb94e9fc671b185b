using Headrace.Endpoints.Hls;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace Headrace.Endpoints.Hosting;

/// <summary>Brings Headrace into an application of ASP.NET Core.</summary>
public static class HeadraceServices
{
    /// <summary>Adds a <see cref="StreamHost"/>, which is started and stopped with the application, and what <see cref="HeadraceRoutes"/> serves its streams with.</summary>
    public static IServiceCollection AddHeadrace(this IServiceCollection services, StreamHostOptions? options = null)
    {
        options ??= new StreamHostOptions();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(provider => new StreamHost(options, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>()));
        services.TryAddSingleton(provider =>
        {
            StreamHost host = provider.GetRequiredService<StreamHost>();
            return new HlsEndpoint(options.Hls, host.Streams, host.Sessions, provider.GetRequiredService<TimeProvider>(), provider.GetRequiredService<ILoggerFactory>());
        });
        return services.AddHostedService<StreamHostLifetime>();
    }
}
