using System.Net;
using Headrace.Streaming.Access;
using Headrace.TestKit;

namespace Headrace.Streaming.Tests.Access;

public sealed class LoginThrottleTests
{
    private readonly VirtualTime _clock = new();

    [Fact]
    public void AddressesThatHaveBeenQuietMakeRoomForOthers()
    {
        LoginThrottle throttle = new(_clock);
        for (int i = 0; i < LoginThrottle.MaxAddresses; i++) throttle.CountWrong(Address(i));

        // None has been quiet yet: another one is not counted, whatever it does.
        Guess(throttle, LoginThrottle.MaxAddresses);
        Assert.False(throttle.IsClosed(Address(LoginThrottle.MaxAddresses)));
        Guess(throttle, 7);
        Assert.True(throttle.IsClosed(Address(7)));
        _clock.Advance(LoginThrottle.Pause);
        Guess(throttle, LoginThrottle.MaxAddresses);
        Assert.True(throttle.IsClosed(Address(LoginThrottle.MaxAddresses)));

        // Whose guesses are not paid for yet is not forgotten by that.
        throttle.CountWrong(Address(7));
        Assert.True(throttle.IsClosed(Address(7)));
    }

    private static void Guess(LoginThrottle throttle, int address)
    {
        for (int i = 0; i <= LoginThrottle.Burst; i++) throttle.CountWrong(Address(address));
    }

    private static IPAddress Address(int number) => new(0x0A00_0000 + (long)number);
}
