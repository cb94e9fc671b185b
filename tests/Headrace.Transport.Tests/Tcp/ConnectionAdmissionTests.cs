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
        using ConnectionTicket first = Enter(admission)!;
        using ConnectionTicket second = Enter(admission)!;
        first.Establish();
        second.Establish();
        Assert.Null(Enter(admission));
        Assert.Equal(1, admission.Refused);
        first.Dispose();
        first.Dispose();
        Assert.NotNull(Enter(admission));
        Assert.Equal(2, admission.Open);
    }

    [Fact]
    public void OldestThatHasShownNothingGoesWhenThereAreTooMany()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(3, 0, 0), _time);
        List<string> gone = [];
        ConnectionTicket[] first = [.. new[] { "a", "b", "c" }.Select(name => admission.TryEnter(Camera, () => gone.Add(name))!)];
        first[0].Establish();
        Assert.NotNull(admission.TryEnter(Camera, () => gone.Add("d")));
        Assert.NotNull(admission.TryEnter(Camera, () => gone.Add("e")));
        Assert.Equal(["b", "c"], gone);
        Assert.Equal(3, admission.Open);
        first[1].Dispose();
        Assert.Equal(3, admission.Open);
        Assert.Equal(2, admission.Refused);
        first[0].Dispose();
        Assert.Equal(2, admission.Open);
    }

    [Fact]
    public void OneAddressIsLimitedInRateAndOthersAreNot()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(0, 10, 5), _time);
        for (int i = 0; i < 5; i++) Assert.NotNull(Enter(admission));
        Assert.Null(Enter(admission));
        Assert.NotNull(admission.TryEnter(IPAddress.Parse("192.0.2.2"), () => { }));
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.NotNull(Enter(admission));
        Assert.Null(Enter(admission));
    }

    [Fact]
    public void LoopbackIsExemptFromTheRate()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(0, 1, 1), _time);
        for (int i = 0; i < 100; i++) Assert.NotNull(admission.TryEnter(IPAddress.Loopback, () => { }));
    }

    [Fact]
    public void TrustedProxiesAreExemptFromTheRate()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(0, 1, 1) { IsExempt = address => address.Equals(Camera) }, _time);
        for (int i = 0; i < 100; i++) Assert.NotNull(Enter(admission));
        IPAddress other = IPAddress.Parse("192.0.2.2");
        Assert.NotNull(admission.TryEnter(other, () => { }));
        Assert.Null(admission.TryEnter(other, () => { }));
    }

    [Fact]
    public void EachRefusalIsToldWithItsReason()
    {
        ConnectionAdmission admission = new(new ConnectionLimits(1, 10, 3), _time);
        List<(ConnectionRefusal, IPAddress)> told = [];
        admission.OnRefused = (refusal, address) => told.Add((refusal, address));
        Enter(admission);
        ConnectionTicket second = Enter(admission)!;
        second.Establish();
        Assert.Null(Enter(admission));
        Assert.Null(Enter(admission));
        Assert.Equal([(ConnectionRefusal.Evicted, Camera), (ConnectionRefusal.Count, Camera), (ConnectionRefusal.Rate, Camera)], told);
        Assert.Equal(3, admission.Refused);
    }

    private static ConnectionTicket? Enter(ConnectionAdmission admission) => admission.TryEnter(Camera, () => { });
}
