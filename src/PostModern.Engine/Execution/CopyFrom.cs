using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>COPY x FROM: DuckDB copies into a temporary table of the dataset's columns, with all of its options, and from there one file is written.</summary>
internal sealed class CopyFrom : ICommand
{
    private readonly Dataset _dataset;
    private readonly Snapshot _snapshot;
    private readonly string _columns;
    private readonly IReadOnlyList<string> _sources;

    public CopyFrom(CopyFromStatement statement, Dataset dataset, Snapshot snapshot)
    {
        (_dataset, _snapshot, _sources) = (dataset, snapshot, statement.Sources);
        var names = statement.Columns ?? [];
        _ = TargetColumns.Assign(statement.Table, snapshot.Schema, names.Select(name => (name, "")));
        _columns = names.Count > 0 ? $" ({string.Join(", ", names.Select(SqlText.Name))})" : "";
    }

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        using var rows = await CollectedRows.RunAsync(context, SnapshotSql.Select(_snapshot, []));
        foreach (var source in _sources)
        {
            await context.ExecuteAsync($"COPY {rows.Table}{_columns} FROM {source}");
        }

        return await Append.RunAsync(context, _dataset, _snapshot, rows.Query) ?? 0;
    }
}
