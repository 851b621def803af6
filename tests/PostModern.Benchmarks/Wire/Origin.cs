using PostModern.Flight.Messages;

namespace PostModern.Benchmarks.Wire;

/// <summary>Somewhere to send a DoGet: the server, or a replay of what it sent.</summary>
/// <param name="Address"><c>http://host:port</c>.</param>
/// <param name="Authorization">The session's token as a header value.</param>
/// <param name="PlanAsync">A ticket that hasn't been used yet.</param>
/// <param name="ProcessorTime">What the process behind the address has used so far.</param>
internal sealed record Origin(
    Uri Address, string Authorization, Func<CancellationToken, Task<Ticket>> PlanAsync, Func<TimeSpan> ProcessorTime);
