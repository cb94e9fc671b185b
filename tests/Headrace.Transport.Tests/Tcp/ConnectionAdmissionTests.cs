using System.Net;
using Headrace.TestKit;
using Headrace.Transport.Tcp;

namespace Headrace.Transport.Tests.Tcp;

public sealed class ConnectionAdmissionTests
{
    private static readonly IPAddress Camera = IPAddress.Parse("192.0.2.1");
    private readonly VirtualTime _time = new();

    [Fact]
    public void CountIsBoundedAndComesBack()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(2, 0, 0), _time);
        Assert.True(admission.TryEnter(Camera));
        Assert.True(admission.TryEnter(Camera));
        Assert.False(admission.TryEnter(Camera));
        Assert.Equal(1, admission.Refused);
        admission.Leave();
        Assert.True(admission.TryEnter(Camera));
        Assert.Equal(2, admission.Open);
    }

    [Fact]
    public void OneAddressIsLimitedInRateAndOthersAreNot()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(0, 10, 5), _time);
        for (int i = 0; i < 5; i++) Assert.True(admission.TryEnter(Camera));
        Assert.False(admission.TryEnter(Camera));
        Assert.True(admission.TryEnter(IPAddress.Parse("192.0.2.2")));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.True(admission.TryEnter(Camera));
        Assert.False(admission.TryEnter(Camera));
    }

    [Fact]
    public void LoopbackIsExemptFromTheRate()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(0, 1, 1), _time);
        for (int i = 0; i < 100; i++) Assert.True(admission.TryEnter(IPAddress.Loopback));
    }
}
