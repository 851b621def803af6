using PostModern.Engine;
using PostModern.Server.Tickets;

namespace PostModern.Server.Sessions;

/// <summary>What all calls share.</summary>
internal sealed record ServerState(QueryEngine Engine, SessionRegistry Sessions, TicketSigner Tickets)
{
    public RunningStatements Running { get; } = new();
}
