using PostModern.Arrow.Errors;
using PostModern.Tests.Models.Remote;

namespace PostModern.Tests.Engine.Models;

/// <summary>Many rows through a model on another server: failures, budgets and cancelling.</summary>
public sealed class BudgetTests : ModelEngine
{
    [Fact]
    public async Task Of_a_thousand_rows_those_whose_request_fails_are_row_errors()
    {
        await CreateChatAsync("retries 0");
        Server.Misbehave = (n, context) => n % 10 == 0 ? ModelAnswers.RefuseAsync(context, 500) : Task.FromResult(false);

        Assert.Equal(["900"], await RunAsync("SELECT count(ai_complete('chat', 'question ' || i)) FROM range(1000) r(i)"));
        Assert.Equal(["100"], await RunAsync("SELECT count(*) FROM pm.errors WHERE message LIKE '%answers 500%'"));
    }

    [Fact]
    public async Task A_query_stops_asking_when_its_calls_are_used_up_and_keeps_what_it_has()
    {
        await CreateChatAsync("max_calls 10");

        Assert.Equal(["10"], await RunAsync("SELECT count(ai_complete('chat', 'question ' || i)) FROM range(50) r(i)"));
        Assert.Equal(10, Server.Requests);
        Assert.Equal(["40|ResourceExhausted"], await RunAsync("SELECT count(*), min(code) FROM pm.errors WHERE message LIKE '%the budget of this query (max_calls 10) is used up%'"));

        // What was answered is cached, so that the next query goes on from there.
        Assert.Equal(["20"], await RunAsync("SELECT count(ai_complete('chat', 'question ' || i)) FROM range(50) r(i)"));
        Assert.Equal(20, Server.Requests);
    }

    [Fact]
    public async Task A_query_stops_asking_when_its_money_is_spent()
    {
        // Each call takes 1,000 and 100 tokens, and so costs 0.003.
        await CreateChatAsync("max_cost 0.01, price_input 2, price_output 10, max_tokens 100, concurrency 1");

        var answered = int.Parse((await RunAsync("SELECT count(ai_complete('chat', 'question ' || i)) FROM range(50) r(i)"))[0], System.Globalization.CultureInfo.InvariantCulture);

        Assert.InRange(answered, 3, 4);
        Assert.Equal([$"{1100 * answered}|{3 * answered}"], await RunAsync("SELECT sum(tokens)::BIGINT, round(sum(cost) * 1000)::INTEGER FROM pm.inference_log"));
    }

    [Fact]
    public async Task A_session_has_a_budget_of_its_own()
    {
        await CreateChatAsync();
        await RunAsync("SET pm.max_calls = 3");
        await RunAsync("SELECT ai_complete('chat', 'question ' || i) FROM range(2) r(i)");

        Assert.Equal(["1"], await RunAsync("SELECT count(ai_complete('chat', 'further question ' || i)) FROM range(5) r(i)"));
        Assert.Contains("the budget of this session (max_calls 3)", (await FailAsync("SELECT ai_complete('chat', 'one more')")).Message, StringComparison.Ordinal);

        await RunAsync("RESET pm.max_calls");
        Assert.Equal(["yes"], await RunAsync("SELECT ai_complete('chat', 'one more')"));
    }

    [Fact]
    public async Task Cancelling_a_query_lets_go_of_its_requests_and_leaves_the_session_usable()
    {
        await CreateChatAsync();
        Server.Misbehave = async (_, context) =>
        {
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
            return true;
        };
        using var cancel = new CancellationTokenSource();
        var query = Session.RunAsync("SELECT ai_complete('chat', 'question ' || i) FROM range(100) r(i)", cancellation: cancel.Token);
        while (Server.Requests == 0)
        {
            await Task.Delay(5);
        }

        await cancel.CancelAsync();

        // Generous: the machine may be busy. What is waited for is the end of the server's own request.
        await Server.Aborted.Task.WaitAsync(TimeSpan.FromSeconds(20));
        await Assert.ThrowsAnyAsync<Exception>(() => query);
        Server.Misbehave = (_, _) => Task.FromResult(false);
        Assert.Equal(["yes"], await RunAsync("SELECT ai_complete('chat', 'and now?')"));
    }

    [Fact]
    public async Task A_failing_row_fails_the_query_that_asks_for_it()
    {
        await CreateChatAsync("retries 0");
        Server.Misbehave = (_, context) => ModelAnswers.RefuseAsync(context, 400, text: "too rude");

        var error = await FailAsync("SELECT ai_complete('chat', 'x', on_error => 'fail')");

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("too rude", error.Message, StringComparison.Ordinal);
    }
}
