using Headrace.Server.Api;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Primitives;

namespace Headrace.Server.Tests.Api;

public sealed class PagingTests
{
    [Theory]
    [InlineData("", "", 250, 0, 100, 3)]
    [InlineData("1", "100", 250, 100, 100, 3)]
    [InlineData("2", "100", 250, 200, 50, 3)]
    [InlineData("3", "100", 250, 0, 0, 3)]
    [InlineData("2147483647", "1000", 250, 0, 0, 1)]
    [InlineData("0", "1", 2, 0, 1, 2)]
    [InlineData("0", "10", 0, 0, 0, 0)]
    public void PageHoldsItsPartOfTheList(string page, string items, int count, int first, int held, int pages)
    {
        Assert.True(Paging.TryRead(Query(page, items), out Paging paging, out ApiProblem? problem), problem?.Detail);
        ItemPage<int> result = paging.Of(Enumerable.Range(0, count).ToArray(), i => i);
        Assert.Equal(Enumerable.Range(first, held), result.Items);
        Assert.Equal((count, pages), (result.ItemCount, result.PageCount));
    }

    [Theory]
    [InlineData("-1", "", "page must be")]
    [InlineData("x", "", "page must be")]
    [InlineData("99999999999", "", "page must be")]
    [InlineData("", "0", "itemsPerPage must be a whole number from 1 to 1000.")]
    [InlineData("", "1001", "itemsPerPage must be")]
    [InlineData("", "ten", "itemsPerPage must be")]
    public void WhatIsNoPageIsRefused(string page, string items, string detail)
    {
        Assert.False(Paging.TryRead(Query(page, items), out _, out ApiProblem? problem));
        Assert.Equal((400, "/problems/invalid-request"), (problem.Status, problem.Type));
        Assert.StartsWith(detail, problem.Detail, StringComparison.Ordinal);
    }

    private static QueryCollection Query(string page, string items)
    {
        Dictionary<string, StringValues> values = [];
        if (page.Length > 0) values["page"] = page;
        if (items.Length > 0) values["itemsPerPage"] = items;
        return new QueryCollection(values);
    }
}
