using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Execution;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Sessions;

/// <summary>From a statement's text to what can be run.</summary>
/// <param name="services">What all sessions share.</param>
/// <param name="state">The session's own.</param>
internal sealed class StatementPreparation(EngineServices services, SessionState state)
{
    /// <summary>Parses, plans and binds a statement. What it reads stays on this machine's disk until the result is disposed.</summary>
    /// <exception cref="ServerException">The statement is wrong, or names something that doesn't exist.</exception>
    public async Task<PreparedPlan> RunAsync(string sql, Connection connection, CatalogView view, CancellationToken cancellation)
    {
        var scope = new StatementScope(services.Catalog, view);
        try
        {
            return await PrepareAsync(sql, connection, scope, cancellation);
        }
        catch
        {
            scope.Dispose();
            throw;
        }
    }

    private async Task<PreparedPlan> PrepareAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var plan = await services.Planner.PlanAsync(sql, connection, scope, cancellation);
        var command = plan.Statement switch
        {
            ConnectionStatement about => ConnectionCommands.Bind(about, services.Connections),
            ModelStatement about => ModelCommands.Bind(about, services.Models),
            ExplainInferenceStatement about => new ExplainInference(about, services.Inferences),
            _ => await Commands.BindAsync(plan.Statement, scope, state, connection, cancellation),
        };
        if (scope.IsInTransaction && command is (CreateSchema or DropSchema))
        {
            throw new ServerException(ErrorCode.Unsupported, "Schemas are made and dropped at once, so not within a transaction. COMMIT or ROLLBACK first.");
        }

        if (plan.Statement is ExplainStatement)
        {
            plan = plan with { Statement = new DuckDbStatement($"EXPLAIN {command!.Probe}") };
            command = null;
        }

        var text = command?.Probe ?? plan.Statement.Text;
        var prepared = DuckDbErrors.Prepare(connection, text, sql, cancellation);
        return new PreparedPlan(plan, command, connection, prepared)
        {
            Returned = command is { ReturnsRows: true } && !prepared.IsSchemaKnown ? Commands.QuerySchema(text, connection) : null,
        };
    }
}
