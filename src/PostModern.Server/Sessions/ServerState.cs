using PostModern.Engine;
using PostModern.Server.Tickets;

namespace PostModern.Server.Sessions;

/// <summary>What all calls share.</summary>
internal sealed record ServerState(QueryEngine Engine, SessionRegistry Sessions, TicketSigner Tickets)
{
    private int _activeCalls;

    public RunningStatements Running { get; } = new();

    /// <summary>Calls that have a session and have not yet let it go.</summary>
    public int ActiveCalls => Volatile.Read(ref _activeCalls);

    public void BeginCall() => Interlocked.Increment(ref _activeCalls);

    public void EndCall() => Interlocked.Decrement(ref _activeCalls);
}
