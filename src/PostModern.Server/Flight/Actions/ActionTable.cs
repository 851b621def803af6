using PostModern.Arrow.Errors;
using PostModern.Flight.Commands;
using PostModern.Server.Flight.Commands;

namespace PostModern.Server.Flight.Actions;

/// <summary>The actions by name.</summary>
internal static class ActionTable
{
    public static IReadOnlyDictionary<string, (string Description, ActionHandler Handle)> All { get; } =
        new SortedDictionary<string, (string, ActionHandler)>(StringComparer.Ordinal)
        {
            [ActionTypes.CreatePreparedStatement] = ("Prepares a SQL statement.", PreparedStatements.CreateAsync),
            [ActionTypes.ClosePreparedStatement] = ("Closes a prepared statement.", PreparedStatements.CloseAsync),
            [ActionTypes.BeginTransaction] = ("Begins a transaction over datasets.", TransactionActions.BeginAsync),
            [ActionTypes.EndTransaction] = ("Commits a transaction or rolls it back.", TransactionActions.EndAsync),
            [ActionTypes.BeginSavepoint] = ("Marks a transaction's state.", TransactionActions.BeginSavepointAsync),
            [ActionTypes.EndSavepoint] = ("Releases a savepoint, or rolls back to it.", TransactionActions.EndSavepointAsync),
            [ActionTypes.CancelFlightInfo] = ("Cancels a running statement.", Cancelling.CancelFlightInfoAsync),
            [ActionTypes.CancelQuery] = ("Cancels a running statement; for older clients.", Cancelling.CancelQueryAsync),
            [ActionTypes.RenewFlightEndpoint] = ("Keeps a polled result for longer.", Renewing.RenewAsync),
            [ActionTypes.SetSessionOptions] = ("Sets options of the session.", SessionActions.SetOptionsAsync),
            [ActionTypes.GetSessionOptions] = ("Reads the options of the session.", SessionActions.GetOptionsAsync),
            [ActionTypes.CloseSession] = ("Ends the session.", SessionActions.CloseAsync),
        };

    /// <exception cref="ServerException">Unsupported: we have no such action.</exception>
    public static ActionHandler Get(string type) => type switch
    {
        ActionTypes.CreatePreparedSubstraitPlan => throw SubstraitPlans.Unsupported(),
        _ when All.TryGetValue(type, out var action) => action.Handle,
        _ => throw new ServerException(ErrorCode.Unsupported, $"There is no action '{type}'; there are: {string.Join(", ", All.Keys)}."),
    };
}
