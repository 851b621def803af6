using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>MERGE INTO: the source is read once, its rows are paired with the dataset's, and of each pair the first fitting clause is done.</summary>
internal sealed class Merge : ICommand
{
    private readonly MergeStatement _statement;
    private readonly Snapshot _snapshot;
    private readonly MergeSql _sql;
    private readonly RowChanges _changes;

    /// <param name="statement">The statement.</param>
    /// <param name="dataset">The target.</param>
    /// <param name="snapshot">The target as it is now.</param>
    /// <param name="source">The source's columns.</param>
    public Merge(MergeStatement statement, Dataset dataset, Snapshot snapshot, Schema source)
    {
        (_statement, _snapshot) = (statement, snapshot);
        _sql = new MergeSql(statement, snapshot, [.. statement.Clauses.Select(clause => MergeValues.Of(clause, statement, snapshot.Schema, source))]);
        _changes = new RowChanges(statement, dataset, snapshot, _sql.Changed, _sql.Actions);
    }

    public string Probe => _changes.Probe(_sql.Probe);

    public bool ReturnsRows => _statement.Returning is not null;

    /// <summary>The error for statements that want what only MERGE can do here.</summary>
    public static ServerException InsteadOf(string clause, TableName table) => new(
        ErrorCode.Unsupported,
        $"Datasets have no keys, so {clause} isn't supported. Say what makes rows the same: MERGE INTO {table} USING (…) AS s ON {table.Name}.id = s.id "
        + "WHEN MATCHED THEN UPDATE SET * WHEN NOT MATCHED THEN INSERT *.");

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        using var source = await CollectedRows.RunAsync(context, _sql.Source);
        using var pairs = await CollectedRows.RunAsync(context, _sql.Matched(source.Table));
        if (_sql.HasNewRows)
        {
            await pairs.AddAsync(context, _sql.NotMatchedByTarget(source.Table, pairs.Table));
        }

        if (_sql.HasLeftRows)
        {
            await pairs.AddAsync(context, _sql.NotMatchedBySource(pairs.Table));
        }

        await RefuseDoubtAsync(context, pairs);
        var affected = await AffectedFiles.FindAsync(context, _snapshot, _sql.Acting(pairs.Table));
        return await _changes.ExecuteAsync(context, _sql.Changes(source.Table, pairs.Table, affected.All), "MERGE");
    }

    /// <summary>Which of two different changes of one row counts can't be told; deleting it twice is deleting it.</summary>
    private async Task RefuseDoubtAsync(CommandContext context, CollectedRows pairs)
    {
        var rows = await context.CountAsync(_sql.Doubtful(pairs.Table));
        if (rows > 0)
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"MERGE INTO {_statement.Table}: {rows} of its rows match several rows of {_statement.SourceAlias} and would be changed more than once. "
                + "Leave one source row for each, for example with QUALIFY row_number() OVER (PARTITION BY key ORDER BY …) = 1.");
        }
    }
}
