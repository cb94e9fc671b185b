using System.Text.Json;

namespace Headrace.Server.Api;

/// <summary>Words of the API for values of enumerations: camelCase, as its fields are.</summary>
internal static class ApiWords
{
    internal static string Of<T>(T value)
        where T : struct, Enum => JsonNamingPolicy.CamelCase.ConvertName(value.ToString());
}
