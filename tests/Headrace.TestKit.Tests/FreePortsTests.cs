namespace Headrace.TestKit.Tests;

public sealed class FreePortsTests
{
    [Fact]
    public void GivesNoPortTwice()
    {
        int[] ports = [.. FreePorts.Take(50), FreePorts.Next()];
        Assert.Equal(ports.Length, ports.Distinct().Count());
        Assert.All(ports, port => Assert.InRange(port, 1024, 65535));
    }
}
