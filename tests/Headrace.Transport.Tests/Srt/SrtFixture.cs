using Headrace.TestKit;
using Headrace.Transport.Srt;

namespace Headrace.Transport.Tests.Srt;

internal static class SrtFixture
{
    /// <summary>libsrt; without it the test is skipped, on CI it fails.</summary>
    public static SrtLibrary Library()
    {
        bool isThere = SrtLibrary.TryLoad([], out SrtLibrary? library, out string? problem);
        Skip.Unless(isThere, problem ?? "");
        return library!;
    }
}
