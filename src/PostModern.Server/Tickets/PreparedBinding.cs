namespace PostModern.Server.Tickets;

/// <summary>A prepared statement of the session that planned the ticket, and which of its binds was meant.</summary>
/// <param name="Statement">The handle's id.</param>
/// <param name="Binding">How often parameters had been bound; another number means other parameters.</param>
internal readonly record struct PreparedBinding(Guid Statement, long Binding);
