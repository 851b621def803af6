using PostModern.Arrow.Arrays;
using PostModern.DuckDb;
using PostModern.Engine.Functions;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;
using PostModern.Lake.Lineage;

namespace PostModern.Engine.Execution;

/// <summary>What a statement that writes needs while it runs.</summary>
/// <param name="Connection">Runs the statement's queries.</param>
/// <param name="Statement">Token, counters, row errors.</param>
/// <param name="Plan">The statement and the versions it reads.</param>
/// <param name="Values">Parameter values; null for none.</param>
/// <param name="Row">The row of <paramref name="Values"/> for this run.</param>
internal sealed record CommandContext(
    Connection Connection, StatementContext Statement, PreparedPlan Plan, RecordBatch? Values, int Row)
{
    public CancellationToken Cancellation => Statement.Cancellation;

    /// <summary>When the statement began.</summary>
    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>Makes the next version.</summary>
    /// <param name="transaction">What changes.</param>
    /// <param name="operation">As other engines name it.</param>
    /// <param name="rows">Rows that the statement wrote or removed.</param>
    /// <param name="parameters">The operation's arguments.</param>
    public async Task CommitAsync(Transaction transaction, string operation, long rows, params (string Key, string Value)[] parameters) =>
        (await transaction.CommitAsync(Describe(operation, rows, parameters), Cancellation)).GetSnapshot();

    /// <summary>What the log says of the version: how it came to be.</summary>
    public CommitDescription Describe(string operation, long rows, params (string Key, string Value)[] parameters) => new(operation)
    {
        Parameters = parameters.ToDictionary(p => p.Key, p => p.Value),
        UserName = Environment.UserName,
        Recipe = new CommitRecipe(Statement.Sql)
        {
            Inputs = [.. Plan.Plan.Inputs.Select(i => new DatasetInput(i.Schema, i.Name, i.Version))],
            Models = Statement.Models,
            User = Environment.UserName,
            Started = Started,
            Finished = DateTimeOffset.UtcNow,
            Rows = rows,
            ModelCalls = Statement.ModelCalls,
            CacheHits = Statement.CacheHits,
        }.ToJson(),
    };

    /// <summary>Prepares a part of the statement and binds the parameters that it uses. The caller disposes it.</summary>
    public PreparedStatement Prepare(string sql)
    {
        var (part, names) = PositionalParameters.Renumber(sql);
        var prepared = DuckDbErrors.Translate(() => Connection.Prepare(part));
        Parameters.Bind(prepared, names, Plan.Parameters, Values, Row);
        return prepared;
    }

    /// <summary>Runs a statement that is DuckDB's own and returns no rows.</summary>
    /// <returns>The rows that it changed; null when it counts none.</returns>
    public async Task<long?> ExecuteAsync()
    {
        Parameters.BindAll(Plan.Prepared, Values, Row);
        using var stream = DuckDbErrors.Translate(() => Plan.Prepared.Execute(Cancellation));
        await foreach (var batch in ResultBatches.ReadAsync(stream, Cancellation))
        {
            batch.Dispose();
        }

        return stream.RowsChanged;
    }

    /// <summary>Runs a part of the statement that gives few rows.</summary>
    /// <returns>The batches, which the caller disposes.</returns>
    public async Task<IReadOnlyList<RecordBatch>> QueryAsync(string sql)
    {
        using var prepared = Prepare(sql);
        using var stream = DuckDbErrors.Translate(() => prepared.Execute(Cancellation));
        var all = new List<RecordBatch>();
        await foreach (var batch in ResultBatches.ReadAsync(stream, Cancellation))
        {
            all.Add(batch);
        }

        return all;
    }
}
