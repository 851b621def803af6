using PostModern.Engine.Sessions;
using PostModern.Server.Tickets;
using PostModern.Tests.Fuzzing;

namespace PostModern.Tests.Server;

/// <summary>Tickets are signed, so that only another version of the server writes ones that we can't read; those are refused too.</summary>
public sealed class MutatedTicketTests
{
    private static readonly byte[][] Tickets =
    [
        new QueryTicket(Guid.Empty, "SELECT 'ü'", [1, 2, 3, 4, 5, 6, 7, 8], new StatementOptions { Settings = new Dictionary<string, string> { ["a"] = "b" } })
        {
            Parameters = new byte[40],
        }.Encode(),
        new FinishedTicket(Guid.Empty, 42, new StatementStatistics(1, 2, 3, ["a warning"])).Encode(),
        new PollTicket(Guid.Empty).Encode(),
    ];

    [Fact]
    public async Task Mutated_tickets()
    {
        var refused = await FuzzRun.RunAsync(500, random =>
        {
            StatementTicket.Decode(Mutation.Of(Tickets[random.Next(Tickets.Length)], Tickets[random.Next(Tickets.Length)], random));
        });

        Assert.InRange(refused, 0.1, 0.95);
    }
}
