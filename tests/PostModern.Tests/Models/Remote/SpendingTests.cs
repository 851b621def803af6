using PostModern.Arrow.Errors;
using PostModern.Models.Inference;

namespace PostModern.Tests.Models.Remote;

/// <summary>What queries and sessions may spend on models.</summary>
public sealed class SpendingTests
{
    private static readonly SpendingLimits s_priced = new() { InputPrice = 2, OutputPrice = 10, MaxCost = 1 };

    [Fact]
    public void A_query_makes_as_many_calls_as_it_may()
    {
        var query = new Spending("query");
        var limits = new SpendingLimits { MaxCalls = 2 };
        query.Reserve("m", limits, default).Settle(default);
        query.Reserve("m", limits, default).Settle(default);

        var error = Assert.Throws<ServerException>(() => query.Reserve("m", limits, default));

        Assert.Equal(ErrorCode.ResourceExhausted, error.Code);
        Assert.Contains("the budget of this query (max_calls 2) is used up after 2 calls", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Calls_that_are_under_way_count_with_their_likely_price()
    {
        var query = new Spending("query");
        _ = query.Reserve("m", s_priced, new TokenUse(400_000, 0));

        Assert.Throws<ServerException>(() => query.Reserve("m", s_priced, new TokenUse(200_000, 0)));
    }

    [Fact]
    public void When_a_call_is_over_its_real_price_counts()
    {
        var query = new Spending("query");
        query.Reserve("m", s_priced, new TokenUse(400_000, 0)).Settle(new TokenUse(50_000, 1_000));

        _ = query.Reserve("m", s_priced, new TokenUse(400_000, 0));

        Assert.Equal(0.11, query.Cost, 6);
        Assert.Equal(new TokenUse(50_000, 1_000), query.Tokens);
    }

    [Fact]
    public void A_call_that_failed_costs_nothing()
    {
        var query = new Spending("query");
        query.Reserve("m", new SpendingLimits { MaxCalls = 1 }, default).Cancel();

        query.Reserve("m", new SpendingLimits { MaxCalls = 1 }, default).Settle(default);

        Assert.Equal(1, query.Calls);
    }

    [Fact]
    public void A_sessions_limit_is_for_all_its_queries_and_models()
    {
        var session = new Spending("session", () => new SpendingLimits { MaxCalls = 2 });
        new Spending("query", outer: session).Reserve("m", new SpendingLimits(), default).Settle(default);
        var second = new Spending("query", outer: session);
        second.Reserve("n", new SpendingLimits(), default).Settle(default);

        var error = Assert.Throws<ServerException>(() => second.Reserve("o", new SpendingLimits(), default));

        Assert.Contains("the budget of this session (max_calls 2)", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, second.Calls);
    }
}
