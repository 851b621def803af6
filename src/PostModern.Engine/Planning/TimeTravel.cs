using System.Globalization;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.DuckDb;
using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;
using PostModern.Lake.Catalog;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Binds every reference to a dataset's past to the view of that version, which is made later if the statement needs all of it.</summary>
/// <remarks>
/// A version may be a parameter. While the statement is only prepared that has no value, and the latest version lends its columns.
/// </remarks>
internal sealed class TimeTravel(SnapshotViews views)
{
    /// <exception cref="ServerException">NotFound: the dataset or version doesn't exist; the message lists those that do.</exception>
    public async Task<string> RewriteAsync(string sql, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var references = TimeTravelParser.Find(sql);
        if (references.Count == 0)
        {
            return sql;
        }

        var edits = new List<Edit>();
        var tokens = Lexer.Tokenize(sql);
        var keep = IsKept(sql, tokens);
        foreach (var reference in references)
        {
            var past = await FindAsync(reference.Table, reference.Version, connection, scope, cancellation);
            var view = keep ? await KeepAsync(past.Snapshot, scope, cancellation) : SnapshotViews.NameOf(past.Snapshot);
            var alias = reference.Alias ?? SqlText.Name(reference.Table.Name);
            var rows = past.Condition is null ? view : keep ? throw NoParameter() : $"(FROM {view} WHERE {past.Condition})";

            // DESCRIBE and SUMMARIZE take a name without an alias, or a query.
            var isDescribed = tokens.FindIndex(t => t.Start >= reference.Start) is > 0 and var at && DescribedTable.IsAt(tokens, at);
            edits.Add(new Edit(reference.Start, reference.End, isDescribed ? $"FROM {rows}" : $"{rows} AS {alias}"));
        }

        return SqlText.Apply(sql, edits);
    }

    private async Task<string> KeepAsync(Snapshot version, StatementScope scope, CancellationToken cancellation)
    {
        await scope.HoldAsync(version, cancellation);
        return await views.EnsureAsync(version, keep: true, cancellation);
    }

    /// <summary>Views, macros and SQL's own prepared statements outlive the statement that makes them.</summary>
    public static bool IsKept(string sql, List<Token> tokens) =>
        tokens[0].Is("PREPARE") || tokens.Take(5).Any(t => t.Is("MACRO") || t.Is("FUNCTION")) || StatementParser.IsView(sql);

    /// <summary>Finds the version that a reference means, and notes it as one that the statement names.</summary>
    /// <exception cref="ServerException">NotFound: the dataset or version doesn't exist; the message lists those that do.</exception>
    public static async Task<PastVersion> FindAsync(
        TableName table, VersionReference reference, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var dataset = await scope.ResolveAsync(table, cancellation);
        var past = reference switch
        {
            { Parameter: { } name } => await AtParameterAsync(dataset, name, scope, cancellation),
            { Timestamp: { } expression } => await AtTimeAsync(dataset, expression, connection, scope, cancellation),
            { Version: { } version } => new PastVersion(dataset, await dataset.AtVersionAsync(version, cancellation), null),
            _ => new PastVersion(dataset, await AtTagAsync(dataset, reference.Tag!, cancellation), null),
        };
        scope.AddNamed(dataset, past.Snapshot);
        return past;
    }

    private static async Task<PastVersion> AtParameterAsync(Dataset dataset, string name, StatementScope scope, CancellationToken cancellation)
    {
        var value = scope.Parameters?.Get(name);
        var snapshot = value switch
        {
            null => await dataset.LatestAsync(cancellation),
            string tag => await AtTagAsync(dataset, tag, cancellation),
            _ => await dataset.AtVersionAsync(ToVersion(name, value), cancellation),
        };
        return new PastVersion(dataset, snapshot, $"CAST(${name} AS {(value is string ? "VARCHAR" : "BIGINT")}) IS NOT NULL");
    }

    private static async Task<Snapshot> AtTagAsync(Dataset dataset, string tag, CancellationToken cancellation) =>
        await dataset.AtVersionAsync((await dataset.Tags.GetAsync(tag, cancellation)).Version, cancellation);

    private static async Task<PastVersion> AtTimeAsync(
        Dataset dataset, string expression, Connection connection, StatementScope scope, CancellationToken cancellation)
    {
        var parameters = Lexer.Tokenize(expression).Where(t => t.Kind == TokenKind.Parameter).ToList();
        var condition = parameters.Count > 0 ? $"CAST(({expression}) AS TIMESTAMPTZ) IS NOT NULL" : null;
        if (condition is not null && scope.Parameters is null)
        {
            return new PastVersion(dataset, await dataset.LatestAsync(cancellation), condition);
        }

        var bound = SqlText.Apply(expression, [.. parameters.Select(t => new Edit(t.Start, t.End, scope.Parameters!.GetLiteral(t.Text[1..])))]);
        return new PastVersion(dataset, await dataset.AtTimestampAsync(Evaluate(bound, connection), cancellation), condition);
    }

    private static long ToVersion(string name, object value)
    {
        try
        {
            if (value is sbyte or byte or short or ushort or int or uint or long or ulong or decimal)
            {
                var number = Convert.ToDecimal(value, CultureInfo.InvariantCulture);
                return decimal.IsInteger(number) ? (long)number : throw NoVersion(name, value);
            }
        }
        catch (OverflowException)
        {
            // No dataset has that many versions.
        }

        throw NoVersion(name, value);
    }

    private static DateTimeOffset Evaluate(string expression, Connection connection)
    {
        // The session's time zone is UTC, so a time without a zone is one in UTC.
        using var result = DuckDbErrors.Translate(() => connection.Query($"SELECT CAST(({expression}) AS TIMESTAMPTZ)"));
        return ColumnValue.Get(result.Columns[0], 0) is DateTimeOffset time
            ? time
            : throw new ServerException(ErrorCode.InvalidInput, $"The time {expression} is NULL; give one that isn't.");
    }

    private static ServerException NoVersion(string name, object value) => new(
        ErrorCode.InvalidInput,
        string.Create(CultureInfo.InvariantCulture, $"The version to read is given as ${name}, but {value} is neither a whole number nor a tag's name."));

    private static ServerException NoParameter() => new(
        ErrorCode.InvalidInput,
        "A view, a macro and PREPARE take no version as a parameter: write the version into the query, or let the client prepare the query.");
}
