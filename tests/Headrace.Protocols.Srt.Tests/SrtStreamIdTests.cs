using System.Text;
using Headrace.TestKit;

namespace Headrace.Protocols.Srt.Tests;

public sealed class SrtStreamIdTests
{
    public static TheoryData<string, SrtMode, string, string?, string?, string?> Good => new()
    {
        { "publish:cam1", SrtMode.Publish, "cam1", null, null, null },
        { "read:cam1", SrtMode.Read, "cam1", null, null, null },
        { "request:cam1", SrtMode.Read, "cam1", null, null, null },
        { "play:site/cam1", SrtMode.Read, "site/cam1", null, null, null },
        { "publish:site/hall/cam1:anna:secret", SrtMode.Publish, "site/hall/cam1", "anna", "secret", null },
        { "read:cam1:anna:secret", SrtMode.Read, "cam1", "anna", "secret", null },
        { "read:cam1:anna:", SrtMode.Read, "cam1", "anna", "", null },
        { "publish:cam1:token=abc", SrtMode.Publish, "cam1", null, null, "abc" },
        { "publish:cam1:anna:secret:token=a%2Cb", SrtMode.Publish, "cam1", "anna", "secret", "a,b" },
        { "read:cam1?token=abc&x=1", SrtMode.Read, "cam1", null, null, "abc" },
        { "cam1", SrtMode.Publish, "cam1", null, null, null },
        { "live/cam1", SrtMode.Publish, "live/cam1", null, null, null },
        { " cam1 ", SrtMode.Publish, "cam1", null, null, null },
        { "/live/cam1", SrtMode.Publish, "live/cam1", null, null, null },
        { "#!::m=publish,r=cam1,u=anna,s=secret", SrtMode.Publish, "cam1", "anna", "secret", null },
        { "#!::r=cam1,m=request", SrtMode.Read, "cam1", null, null, null },
        { "#!::r=cam1", SrtMode.Read, "cam1", null, null, null },
        { "#!::h=example.org,r=live/cam1,m=publish,t=stream", SrtMode.Publish, "live/cam1", null, null, null },
        { "#!::r=/live/cam1,txSecret=a=b,m=publish", SrtMode.Publish, "live/cam1", null, null, null },
        { "#!::r=cam1,token=abc", SrtMode.Read, "cam1", null, null, "abc" },
        { "#!::r=cam1?token=abc,m=publish", SrtMode.Publish, "cam1", null, null, "abc" },
        { "#!::r=cam1,m=bidirectional", SrtMode.Bidirectional, "cam1", null, null, null },
        { "read%3Asite%2Fcam1", SrtMode.Read, "site/cam1", null, null, null },
        { "publish:cam1:anna:50%25", SrtMode.Publish, "cam1", "anna", "50%25", null },
        { "%23!::r=cam1,m=publish", SrtMode.Publish, "cam1", null, null, null },
        { "%23%21::r=cam1%2Cm=publish", SrtMode.Publish, "cam1", null, null, null },
    };

    public static TheoryData<string, SrtStreamIdFault, SrtRejection> Bad => new()
    {
        { "", SrtStreamIdFault.Empty, SrtRejection.BadRequest },
        { "  ", SrtStreamIdFault.Empty, SrtRejection.BadRequest },
        { "publish:", SrtStreamIdFault.NoName, SrtRejection.BadRequest },
        { "read:/", SrtStreamIdFault.NoName, SrtRejection.BadRequest },
        { "#!::m=publish", SrtStreamIdFault.NoName, SrtRejection.BadRequest },
        { "watch:cam1", SrtStreamIdFault.UnknownAction, SrtRejection.BadRequest },
        { "publish:a:b:c:d:e", SrtStreamIdFault.TooManyParts, SrtRejection.BadRequest },
        { "#!::", SrtStreamIdFault.BadKeys, SrtRejection.BadRequest },
        { "#!::r", SrtStreamIdFault.BadKeys, SrtRejection.BadRequest },
        { "#!::=cam1", SrtStreamIdFault.BadKeys, SrtRejection.BadRequest },
        { "#!:{r=cam1}", SrtStreamIdFault.BadKeys, SrtRejection.BadRequest },
        { "#!", SrtStreamIdFault.BadKeys, SrtRejection.BadRequest },
        { "#!::r=cam1,m=play", SrtStreamIdFault.UnknownMode, SrtRejection.BadMode },
        { "#!::r=cam1,t=file", SrtStreamIdFault.UnknownType, SrtRejection.UnsupportedMedia },
        { "cam\u0001", SrtStreamIdFault.NotText, SrtRejection.BadRequest },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void EachFormIsRead(string text, SrtMode mode, string name, string? user, string? password, string? token)
    {
        Assert.True(SrtStreamId.TryParse(Encoding.UTF8.GetBytes(text), out SrtRequest? request, out SrtStreamIdFault fault), fault.ToText());
        Assert.Equal(new SrtRequest(mode, name) { User = user, Password = password, Token = token }, request);
    }

    [Theory]
    [MemberData(nameof(Bad))]
    public void WhatIsNoStreamIdIsRefusedWithItsReason(string text, SrtStreamIdFault expected, SrtRejection rejection)
    {
        Assert.False(SrtStreamId.TryParse(Encoding.UTF8.GetBytes(text), out SrtRequest? request, out SrtStreamIdFault fault));
        Assert.Null(request);
        Assert.Equal(expected, fault);
        Assert.Equal(rejection, fault.ToRejection());
        Assert.NotEmpty(fault.ToText());
    }

    [Fact]
    public void ItHasALength()
    {
        string longest = "publish:" + new string('a', SrtStreamId.MaxLength - "publish:".Length);
        Assert.True(SrtStreamId.TryParse(Encoding.UTF8.GetBytes(longest), out _, out _));
        Assert.False(SrtStreamId.TryParse(Encoding.UTF8.GetBytes(longest + "a"), out _, out SrtStreamIdFault fault));
        Assert.Equal(SrtStreamIdFault.TooLong, fault);
        Assert.False(SrtStreamId.TryParse([0xC3, 0x28], out _, out fault));
        Assert.Equal(SrtStreamIdFault.NotText, fault);
    }

    [Fact]
    public void ItsTextHasNoSecrets()
    {
        Assert.True(SrtStreamId.TryParse("publish:cam1:anna:secret:token=abc", out SrtRequest? request, out _));
        Assert.Equal("publish:cam1", request.ToString());
    }

    [Fact]
    public void FuzzedIdsAreReadOrRefusedWithAReason() => Fuzz.Run(
        Good.Select(row => row.Data.Item1).Concat(Bad.Select(row => row.Data.Item1)).Select(Encoding.UTF8.GetBytes),
        bytes =>
        {
            bool isRead = SrtStreamId.TryParse(bytes, out SrtRequest? request, out SrtStreamIdFault fault);
            Assert.Equal(isRead, fault == SrtStreamIdFault.None);
            Assert.Equal(isRead, request is { Name.Length: > 0 and <= SrtStreamId.MaxLength });
            Assert.Equal(isRead, fault.ToRejection() == SrtRejection.None);
        });
}
