using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

/// <summary>Whoever fetches rows rests while other threads work for the statement.</summary>
public sealed class WorkingThreadsTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    private readonly WorkingThreads _threads = new();

    [Fact]
    public async Task Nobody_waits_while_nobody_works()
    {
        await AwaitAsync();

        Work(hasAnswered: false);
        await AwaitAsync();
    }

    [Fact]
    public async Task An_answer_ends_the_wait_and_what_gives_none_does_not()
    {
        _threads.Enter();
        _threads.Enter();
        var waiting = AwaitAsync();
        _threads.Leave(hasAnswered: false);
        await AssertWaitsAsync(waiting);

        _threads.Leave(hasAnswered: true);

        await waiting;
    }

    [Fact]
    public async Task An_answer_that_came_before_is_read_without_a_wait_but_once()
    {
        Work(hasAnswered: true);
        _threads.Enter();

        await AwaitAsync();
        var waiting = AwaitAsync();

        await AssertWaitsAsync(waiting);
        _threads.Leave(hasAnswered: true);
        await waiting;
    }

    [Fact]
    public async Task An_interruption_ends_the_wait_and_those_that_follow_until_the_next_statement()
    {
        _threads.Enter();
        var waiting = AwaitAsync();

        _threads.Release();

        await waiting;
        await AwaitAsync();
        _threads.Begin();
        waiting = AwaitAsync();
        await AssertWaitsAsync(waiting);
        _threads.Leave(hasAnswered: true);
        await waiting;
    }

    private void Work(bool hasAnswered)
    {
        _threads.Enter();
        _threads.Leave(hasAnswered);
    }

    private Task AwaitAsync() => Task.Run(_threads.AwaitAnswer).WaitAsync(s_long);

    private static async Task AssertWaitsAsync(Task waiting) => Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(200)));
}
