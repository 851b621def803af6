using System.Globalization;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The queries that a MERGE consists of. Source and pairs are the names of tables, or queries in brackets where it is only prepared.</summary>
/// <remarks>
/// First pairs: each matched pair, and each row of either side that has no partner, with the number of the first clause that holds for it. Then changes,
/// in which only the values of that clause are computed. So no condition and no value is ever evaluated twice.
/// </remarks>
/// <param name="statement">The statement.</param>
/// <param name="snapshot">The target.</param>
/// <param name="values">For each clause the values that it writes, by column.</param>
internal sealed class MergeSql(MergeStatement statement, Snapshot snapshot, IReadOnlyList<IReadOnlyDictionary<int, string>> values)
{
    private const string SourceRow = "__pm_source";
    private const string Clause = "__pm_clause";
    private const string Pairs = "__pm_pairs";

    private readonly IReadOnlyList<DeltaColumn> _columns = DeltaSchema.ColumnsOf(snapshot.Schema);
    private readonly string _source = SqlText.Name(statement.SourceAlias);

    /// <summary>The columns that any clause writes; an inserted row has all.</summary>
    public IReadOnlySet<int> Changed { get; } =
        statement.Clauses.Any(c => c.Verb == MergeVerb.Insert) ? Enumerable.Range(0, snapshot.Schema.Fields.Count).ToHashSet() : values.SelectMany(v => v.Keys).ToHashSet();

    /// <summary>What can become of a row. An update is always among them, so that a MERGE that does nothing still has a result.</summary>
    public IReadOnlyList<string> Actions =>
        [.. new[] { (MergeVerb.Insert, RowChanges.Inserted), (MergeVerb.Update, RowChanges.Updated), (MergeVerb.Delete, RowChanges.Deleted) }
            .Where(a => a.Item1 == MergeVerb.Update || statement.Clauses.Any(c => c.Verb == a.Item1)).Select(a => a.Item2)];

    /// <summary>Whether anything is said of the source's rows without a partner.</summary>
    public bool HasNewRows => Numbers(MergeMatch.NotMatchedByTarget).Any();

    /// <summary>Whether anything is said of the dataset's rows without a partner.</summary>
    public bool HasLeftRows => Numbers(MergeMatch.NotMatchedBySource).Any();

    /// <summary>The source's rows, numbered.</summary>
    public string Source => $"{statement.With}SELECT *, row_number() OVER () AS {SourceRow} FROM {statement.Source}";

    /// <summary>All of it as one query, with all expressions and parameters.</summary>
    public string Probe
    {
        get
        {
            var source = $"({Source})";
            var matched = $"({Matched(source)})";
            var pairs = $"({Matched(source)} UNION ALL ({NotMatchedByTarget(source, matched)}) UNION ALL ({NotMatchedBySource(matched)}))";
            return Changes(source, pairs, null);
        }
    }

    /// <summary>The pairs.</summary>
    public string Matched(string source) =>
        $"{statement.With}SELECT {RowChanges.Place(statement)}, {_source}.{SourceRow}, {FirstClause(MergeMatch.Matched)} AS {Clause} "
        + $"FROM {RowChanges.Rows(statement, snapshot)} JOIN {source} AS {_source} {statement.Join}";

    /// <summary>The source's rows without a partner.</summary>
    public string NotMatchedByTarget(string source, string pairs) =>
        $"{statement.With}SELECT CAST(NULL AS VARCHAR), CAST(NULL AS BIGINT), {_source}.{SourceRow}, {FirstClause(MergeMatch.NotMatchedByTarget)} "
        + $"FROM {source} AS {_source} ANTI JOIN {pairs} AS {Pairs} ON {Pairs}.{SourceRow} = {_source}.{SourceRow}";

    /// <summary>The dataset's rows without a partner.</summary>
    public string NotMatchedBySource(string pairs) =>
        $"{statement.With}SELECT {RowChanges.Place(statement)}, CAST(NULL AS BIGINT), {FirstClause(MergeMatch.NotMatchedBySource)} "
        + $"FROM {RowChanges.Rows(statement, snapshot)} ANTI JOIN {pairs} AS {Pairs} ON {SamePlace}";

    /// <summary>The pairs for which something is done.</summary>
    public string Acting(string pairs) => $"SELECT * FROM {pairs} WHERE {Clause} IN ({List(Acting())})";

    /// <summary>The dataset's rows that would be changed more than once.</summary>
    public string Doubtful(string pairs) =>
        $"FROM (SELECT 1 FROM ({Acting(pairs)}) WHERE {SnapshotSql.FileColumn} IS NOT NULL AND {SourceRow} IS NOT NULL "
        + $"GROUP BY {SnapshotSql.FileColumn}, {SnapshotSql.RowColumn} HAVING count(*) > 1 AND NOT bool_and({Clause} IN ({List(Numbers(MergeVerb.Delete))})))";

    /// <summary>What becomes of the rows, as <see cref="RowChanges"/> wants it.</summary>
    /// <param name="source">The source.</param>
    /// <param name="pairs">All pairs.</param>
    /// <param name="files">The files that hold rows of the dataset in them; null for all.</param>
    public string Changes(string source, string pairs, IReadOnlyCollection<AddFile>? files)
    {
        var rows = RowChanges.Rows(statement, snapshot, files);
        var isSource = $"{Pairs}.{SourceRow} = {_source}.{SourceRow}";

        // A row of the dataset that several rows of the source delete is deleted once.
        var once = $" QUALIFY row_number() OVER (PARTITION BY {RowChanges.Place(statement)}) = 1";
        var join = statement.Join.StartsWith("USING", StringComparison.Ordinal) ? statement.Join : "ON true";
        var matched = $"{rows} JOIN {source} AS {_source} {join} JOIN {pairs} AS {Pairs} ON {SamePlace} AND {isSource}";
        var parts = new[]
        {
            Change(MergeMatch.Matched, matched, once),
            Change(MergeMatch.NotMatchedByTarget, $"{source} AS {_source} JOIN {pairs} AS {Pairs} ON {isSource}", ""),
            Change(MergeMatch.NotMatchedBySource, $"{rows} JOIN {pairs} AS {Pairs} ON {SamePlace}", ""),
        };
        return string.Join(" UNION ALL ", parts.Select(part => $"({part})"));
    }

    private string SamePlace =>
        $"{Pairs}.{SnapshotSql.FileColumn} = {SqlText.Name(statement.Alias)}.{SnapshotSql.FileColumn} "
        + $"AND {Pairs}.{SnapshotSql.RowColumn} = {SqlText.Name(statement.Alias)}.{SnapshotSql.RowColumn}";

    private string Change(MergeMatch match, string tables, string once)
    {
        var isNew = match == MergeMatch.NotMatchedByTarget;
        var place = isNew ? $"CAST(NULL AS VARCHAR) AS {SnapshotSql.FileColumn}, CAST(NULL AS BIGINT) AS {SnapshotSql.RowColumn}" : RowChanges.Place(statement);
        var columns = Changed.Order().Select(i => $"{Value(match, i)} AS {RowChanges.ValueOf(i)}");
        return $"{statement.With}SELECT {string.Join(", ", [place, Action(match), .. columns])} FROM {tables} WHERE {Pairs}.{Clause} IN ({List(Acting(match))}){once}";
    }

    /// <summary>ERROR raises DuckDB's error as it is evaluated, and only for rows that come to it.</summary>
    private string Action(MergeMatch match)
    {
        var cases = Acting(match).Select(number => $" WHEN {number} THEN " + (statement.Clauses[number].Verb switch
        {
            MergeVerb.Error => $"error({Message(statement.Clauses[number])})",
            MergeVerb.Insert => $"'{RowChanges.Inserted}'",
            MergeVerb.Delete => $"'{RowChanges.Deleted}'",
            _ => $"'{RowChanges.Updated}'",
        }));
        return $"CASE {Pairs}.{Clause}{string.Concat(cases)} WHEN -1 THEN '' END AS {RowChanges.ActionColumn}";
    }

    private static string Message(MergeClause clause) =>
        clause.Message is { } message ? $"CAST(({message}) AS VARCHAR)" : "'A row of MERGE has come to its WHEN … THEN ERROR.'";

    /// <summary>The column's value by the clause that is taken; where that doesn't write it, its old one.</summary>
    private string Value(MergeMatch match, int column)
    {
        var cases = Acting(match).Where(number => values[number].ContainsKey(column))
            .Select(number => $" WHEN {number} THEN {TargetColumns.Cast(values[number][column], _columns[column])}");
        var old = match == MergeMatch.NotMatchedByTarget
            ? TargetColumns.Cast("NULL", _columns[column])
            : $"{SqlText.Name(statement.Alias)}.{SqlText.Name(_columns[column].Name)}";
        return cases.ToList() is { Count: > 0 } some ? $"CASE {Pairs}.{Clause}{string.Concat(some)} ELSE {old} END" : old;
    }

    private string FirstClause(MergeMatch match)
    {
        var cases = Numbers(match).Select(number => $" WHEN {(statement.Clauses[number].Condition is { } condition ? $"({condition})" : "true")} THEN {number}").ToList();
        return cases.Count > 0 ? $"CASE{string.Concat(cases)} END" : "CAST(NULL AS INTEGER)";
    }

    private IEnumerable<int> Numbers(MergeMatch match) => Numbers().Where(number => statement.Clauses[number].Match == match);

    private IEnumerable<int> Numbers(MergeVerb verb) => Numbers().Where(number => statement.Clauses[number].Verb == verb);

    private IEnumerable<int> Acting() => Numbers().Where(number => statement.Clauses[number].Verb != MergeVerb.Nothing);

    private IEnumerable<int> Acting(MergeMatch match) => Acting().Where(number => statement.Clauses[number].Match == match);

    private IEnumerable<int> Numbers() => Enumerable.Range(0, statement.Clauses.Count);

    /// <summary>For IN, which wants at least one number.</summary>
    private static string List(IEnumerable<int> numbers) => string.Join(", ", numbers.Append(-1).Select(number => number.ToString(CultureInfo.InvariantCulture)));
}
