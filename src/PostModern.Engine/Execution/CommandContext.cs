using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Functions;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Copies;
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

    /// <summary>Where data files are read and written.</summary>
    public IDataFiles DataFiles => Plan.Plan.Scope.Catalog.Warehouse.DataFiles;

    /// <summary>Begins to write files into a dataset's folder.</summary>
    public Task<StagedFolder> StageAsync(string folder) => DataFiles.StageAsync(folder, Cancellation);

    /// <summary>When the statement began.</summary>
    public DateTimeOffset Started { get; } = DateTimeOffset.UtcNow;

    /// <summary>Takes the rows of RETURNING.</summary>
    public required ReturnedRows Returned { get; init; }

    /// <summary>Makes the next version, or lets the open transaction make it.</summary>
    /// <param name="dataset">What changes.</param>
    /// <param name="change">How.</param>
    /// <param name="operation">As other engines name it.</param>
    /// <param name="rows">Rows that the statement wrote or removed.</param>
    /// <param name="parameters">The operation's arguments.</param>
    public Task CommitAsync(
        Dataset dataset, Transaction change, string operation, long rows, params (string Key, string Value)[] parameters) =>
        Plan.Plan.Scope.Changes.ChangeAsync(dataset, change, Describe(operation, rows, parameters), Cancellation);

    /// <summary>What the log says of the version: how it came to be.</summary>
    public ChangeNote Describe(string operation, long rows, params (string Key, string Value)[] parameters) =>
        new(operation, parameters.ToDictionary(p => p.Key, p => p.Value), new CommitRecipe(Statement.Sql)
        {
            Inputs = [.. Plan.Plan.Inputs.Select(i => new DatasetInput(i.Dataset.Schema, i.Dataset.Name, i.Snapshot.Version) { TableId = i.Snapshot.Metadata.Id })],
            Listings = Statement.Inputs.Listings is { Count: > 0 } listings ? listings : null,
            Objects = Statement.Inputs.Objects,
            Models = Statement.Models,
            Schema = Plan.Plan.Scope.Schema,
            AsOf = Plan.Plan.Scope.AsOf,
            Parameters = KeptParameters.Of(Plan.Parameters, Values, Row),
            Engine = EngineInfo.Text,
            User = Statement.User,
            Started = Started,
            Finished = DateTimeOffset.UtcNow,
            Rows = rows,
            ModelCalls = Statement.ModelCalls,
            CacheHits = Statement.CacheHits,
        })
        {
            RunId = Statement.RunId,
        };

    /// <summary>The note of a version whose whole content the statement defines.</summary>
    /// <param name="note">What <see cref="Describe"/> gave.</param>
    /// <param name="sources">The <see cref="SourceFile"/>; null when rows don't come from single objects.</param>
    public ChangeNote Define(ChangeNote note, string? sources) => note with
    {
        Recipe = note.Recipe with
        {
            Definition = new RecipeDefinition(Statement.Sql, Plan.Plan.Scope.Schema) { AsOf = note.Recipe.AsOf, Parameters = note.Recipe.Parameters },
            Sources = sources,
        },
    };

    /// <summary>Prepares a part of the statement and binds the parameters that it uses. The caller disposes it.</summary>
    public PreparedStatement Prepare(string sql)
    {
        var (part, names) = PositionalParameters.Renumber(sql);
        var prepared = DuckDbErrors.Translate(() => Connection.Prepare(part));
        Parameters.Bind(prepared, names, Plan.Parameters, Values, Row);
        return prepared;
    }

    /// <summary>The columns of a query, also where they follow from the parameters' values; no row is computed.</summary>
    public Schema SchemaOf(string query)
    {
        using var prepared = Prepare($"FROM ({query}) LIMIT 0");
        if (prepared.IsSchemaKnown)
        {
            return prepared.Schema;
        }

        using var stream = DuckDbErrors.Translate(() => prepared.Execute(Cancellation));
        return stream.Schema;
    }

    /// <summary>Runs a statement that is DuckDB's own and returns no rows.</summary>
    /// <returns>The rows that it changed; null when it counts none.</returns>
    public async Task<long?> ExecuteAsync()
    {
        Parameters.BindAll(Plan.Prepared, Values, Row);
        return await DrainAsync(Plan.Prepared);
    }

    /// <summary>Runs a part of the statement that returns no rows.</summary>
    public Task ExecuteAsync(string sql) => ExecuteCountedAsync(sql);

    /// <summary>Runs a part of the statement that returns no rows.</summary>
    /// <returns>The rows that it wrote; null when it counts none.</returns>
    public async Task<long?> ExecuteCountedAsync(string sql)
    {
        using var prepared = Prepare(sql);
        return await DrainAsync(prepared);
    }

    /// <summary>Runs a part of the statement that returns no rows, once for each row of the parameters.</summary>
    public async Task ExecuteEachRowAsync(string sql)
    {
        var (part, names) = PositionalParameters.Renumber(sql);
        using var prepared = DuckDbErrors.Translate(() => Connection.Prepare(part));
        for (var row = 0; row < Values?.Length; row++)
        {
            Parameters.Bind(prepared, names, Plan.Parameters, Values, row);
            await DrainAsync(prepared);
        }
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

    /// <summary>How many rows there are.</summary>
    /// <param name="from">A query from its FROM on.</param>
    public async Task<long> CountAsync(string from)
    {
        var batches = await QueryAsync($"SELECT count(*) {from}");
        using var only = batches[0];
        return only.Columns[0].Values<long>()[0];
    }

    private async Task<long?> DrainAsync(PreparedStatement prepared)
    {
        using var stream = DuckDbErrors.Translate(() => prepared.Execute(Cancellation));
        await foreach (var batch in ResultBatches.ReadAsync(stream, Cancellation))
        {
            batch.Dispose();
        }

        return stream.RowsChanged;
    }
}
