using Microsoft.AspNetCore.Routing;

namespace Headrace.Server.Api;

/// <summary>The routes of one resource.</summary>
internal interface IApiRoutes
{
    /// <summary>Adds them.</summary>
    void Map(IEndpointRouteBuilder routes);
}
