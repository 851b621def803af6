using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Binds every reference to a dataset's past to the view of that version.</summary>
internal sealed class TimeTravel(SnapshotViews views)
{
    /// <exception cref="ServerException">NotFound: the dataset or version doesn't exist; the message lists those that do.</exception>
    public async Task<string> RewriteAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var edits = new List<Edit>();
        var references = TimeTravelParser.Find(sql);
        var keep = references.Count > 0 && StatementParser.Parse(sql) is ViewStatement;
        foreach (var reference in references)
        {
            var dataset = await scope.ResolveAsync(reference.Table, cancellation);
            var snapshot = await FindAsync(dataset, reference.Version, connection, cancellation);
            var alias = reference.Alias ?? SqlText.Name(reference.Table.Name);
            await scope.AddNamedAsync(dataset, snapshot, cancellation);
            var view = await views.EnsureAsync(snapshot, keep, cancellation);
            edits.Add(new Edit(reference.Start, reference.End, $"{view} AS {alias}"));
        }

        return SqlText.Apply(sql, edits);
    }

    private static async Task<Snapshot> FindAsync(
        Dataset dataset, VersionReference reference, Connection connection, CancellationToken cancellation)
    {
        if (reference.Version is { } version)
        {
            return await dataset.AtVersionAsync(version, cancellation);
        }

        return reference.Timestamp is { } expression
            ? await dataset.AtTimestampAsync(Evaluate(expression, connection), cancellation)
            : throw new ServerException(ErrorCode.NotFound, $"Dataset '{dataset.Name}' has no tag '{reference.Tag}'.");
    }

    private static DateTimeOffset Evaluate(string expression, Connection connection)
    {
        // The session's time zone is UTC, so a time without a zone is one in UTC.
        using var result = DuckDbErrors.Translate(() => connection.Query($"SELECT CAST(({expression}) AS TIMESTAMPTZ)"));
        return ColumnValue.Get(result.Columns[0], 0) is DateTimeOffset time
            ? time
            : throw new ServerException(ErrorCode.InvalidInput, $"The time {expression} is NULL; give one that isn't.");
    }
}
