using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

/// <summary>Whoever fetches rows rests while other threads work for the statement.</summary>
public sealed class CallContextTests
{
    private static readonly TimeSpan s_long = TimeSpan.FromSeconds(30);

    private readonly CallContext _context = new(1);

    public CallContextTests() => _context.Begin(CancellationToken.None);

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
        _context.Enter();
        _context.Enter();
        var waiting = AwaitAsync();
        _context.Leave(hasAnswered: false);
        await AssertWaitsAsync(waiting);

        _context.Leave(hasAnswered: true);

        await waiting;
    }

    [Fact]
    public async Task An_answer_that_came_before_is_read_without_a_wait_but_once()
    {
        Work(hasAnswered: true);
        _context.Enter();

        await AwaitAsync();
        var waiting = AwaitAsync();

        await AssertWaitsAsync(waiting);
        _context.Leave(hasAnswered: true);
        await waiting;
    }

    [Fact]
    public async Task An_interruption_ends_the_wait_and_those_that_follow_until_the_next_statement()
    {
        _context.Enter();
        var waiting = AwaitAsync();

        _context.Release();

        await waiting;
        await AwaitAsync();
        _context.Begin(CancellationToken.None);
        waiting = AwaitAsync();
        await AssertWaitsAsync(waiting);
        _context.Leave(hasAnswered: true);
        await waiting;
    }

    private void Work(bool hasAnswered)
    {
        _context.Enter();
        _context.Leave(hasAnswered);
    }

    private Task AwaitAsync() => Task.Run(_context.AwaitAnswer).WaitAsync(s_long);

    private static async Task AssertWaitsAsync(Task waiting) => Assert.NotSame(waiting, await Task.WhenAny(waiting, Task.Delay(200)));
}
