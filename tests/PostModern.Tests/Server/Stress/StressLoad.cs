namespace PostModern.Tests.Server.Stress;

/// <summary>Many clients at once, and again.</summary>
/// <param name="Clients">At the same time.</param>
/// <param name="Statements">Of each client, one after another.</param>
/// <param name="Rounds">Each with new connections.</param>
internal sealed record StressLoad(int Clients, int Statements, int Rounds)
{
    /// <summary>What the wire is held to: when <c>PM_NIGHTLY=1</c>; otherwise enough to find what goes wrong every day.</summary>
    public static StressLoad Chosen { get; } =
        Environment.GetEnvironmentVariable("PM_NIGHTLY") == "1" ? new(64, 50, 3) : new(12, 20, 3);

    /// <summary>One round; returns when all clients have disconnected.</summary>
    /// <exception cref="InvalidOperationException">A wrong answer; the message says whose.</exception>
    public Task RunRoundAsync(Uri endpoint, int round) => Task.WhenAll(
        Enumerable.Range(0, Clients).Select(client => Task.Run(() => RunClientAsync(endpoint, (round * Clients) + client))));

    private async Task RunClientAsync(Uri endpoint, int number)
    {
        await using var client = await StressClient.ConnectAsync(endpoint, number);
        await client.RunAsync(Statements);
    }
}
