namespace PostModern.Engine.Sql;

/// <summary>What a statement does to datasets, as far as its words tell; everything else is DuckDB's.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
internal abstract record SqlStatement(string Text);

/// <summary>A statement that DuckDB runs as it is.</summary>
internal sealed record DuckDbStatement(string Text) : SqlStatement(Text);

/// <summary>A statement that makes a new version of a dataset.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="Table">The dataset.</param>
internal abstract record DatasetStatement(string Text, TableName Table) : SqlStatement(Text);

/// <summary>CREATE, ALTER or DROP VIEW, which DuckDB runs.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="View">The view, whose name must not be a dataset's.</param>
internal sealed record ViewStatement(string Text, TableName View) : SqlStatement(Text);

/// <summary>CREATE SCHEMA.</summary>
internal sealed record CreateSchemaStatement(string Text, string Name, bool IfNotExists) : SqlStatement(Text);

/// <summary>DROP SCHEMA.</summary>
internal sealed record DropSchemaStatement(string Text, string Name, bool IfExists) : SqlStatement(Text);

/// <summary>CREATE TABLE | DATASET | MATERIALIZED VIEW.</summary>
/// <param name="OrReplace">An existing dataset gets a new version.</param>
/// <param name="IfNotExists">An existing dataset is left alone.</param>
/// <param name="Query">The rows to begin with; null when <paramref name="Columns"/> are given.</param>
/// <param name="Columns">Column definitions; null when there is a query.</param>
internal sealed record CreateTableStatement(
    string Text, TableName Table, bool OrReplace, bool IfNotExists, string? Query, ColumnDefinitions? Columns) : DatasetStatement(Text, Table)
{
    /// <summary>The columns by which rows are divided among files.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];
}

/// <summary>A statement that changes rows of a dataset.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="Table">The dataset.</param>
/// <param name="Alias">What the expressions call it.</param>
internal abstract record ChangeStatement(string Text, TableName Table, string Alias) : DatasetStatement(Text, Table)
{
    /// <summary>The common table expressions before it: WITH … and a blank, to be put before each of its queries; empty without.</summary>
    public string With { get; init; } = "";

    /// <summary>RETURNING's list; null when it returns no rows.</summary>
    public string? Returning { get; init; }
}

/// <summary>INSERT INTO.</summary>
/// <param name="Columns">The columns named, null when none are.</param>
/// <param name="ByName">Whether the query's columns are matched by name.</param>
/// <param name="Query">A SELECT or VALUES; null for DEFAULT VALUES.</param>
internal sealed record InsertStatement(
    string Text, TableName Table, string Alias, IReadOnlyList<string>? Columns, bool ByName, string? Query) : ChangeStatement(Text, Table, Alias)
{
    /// <summary>The clause that asks for a key, as INSERT OR REPLACE does; null without.</summary>
    public string? Upsert { get; init; }

    /// <summary><see cref="Query"/> with what stands before it.</summary>
    public string? Rows => Query is null || With.Length == 0 ? Query : $"{With}SELECT * FROM ({Query})";
}

/// <summary>DELETE FROM and TRUNCATE.</summary>
/// <param name="Using">Tables that are joined, as written; null for none.</param>
/// <param name="Condition">Which rows go; null for all.</param>
internal sealed record DeleteStatement(string Text, TableName Table, string Alias, string? Using, string? Condition) : ChangeStatement(Text, Table, Alias);

/// <summary>UPDATE.</summary>
/// <param name="Assignments">Column and expression.</param>
/// <param name="From">Tables that are joined, as written; null for none.</param>
/// <param name="Condition">Which rows change; null for all.</param>
internal sealed record UpdateStatement(
    string Text, TableName Table, string Alias, IReadOnlyList<(string Column, string Expression)> Assignments, string? From, string? Condition)
    : ChangeStatement(Text, Table, Alias);

/// <summary>DROP TABLE | DATASET | MATERIALIZED VIEW.</summary>
internal sealed record DropTableStatement(string Text, TableName Table) : DatasetStatement(Text, Table);

/// <summary>SET, RESET and USE of an option that the engine keeps.</summary>
/// <param name="Option">The option's name.</param>
/// <param name="Value">An expression; null for the default.</param>
internal sealed record SetStatement(string Text, string Option, string? Value) : SqlStatement(Text);

/// <summary>BEGIN, COMMIT, ROLLBACK and what there is for savepoints.</summary>
/// <param name="Verb">What to do.</param>
/// <param name="Savepoint">The savepoint's name; null for whole transactions.</param>
internal sealed record TransactionStatement(string Text, TransactionVerb Verb, string? Savepoint) : SqlStatement(Text);

/// <summary>EXPLAIN of a change: it shows the plan of the query that the change is made from.</summary>
/// <param name="Change">The change.</param>
/// <param name="Runs">Whether ANALYZE asks for running it.</param>
internal sealed record ExplainStatement(string Text, ChangeStatement Change, bool Runs) : SqlStatement(Text);

/// <summary>EXPLAIN INFERENCE: what a query would ask of models.</summary>
/// <param name="Query">The query, or that which a change is made from.</param>
internal sealed record ExplainInferenceStatement(string Text, string Query) : SqlStatement(Text);

/// <summary>COPY x FROM a file.</summary>
/// <param name="Columns">The columns that the file has; null for all.</param>
/// <param name="Source">The file and the options, as written.</param>
internal sealed record CopyFromStatement(string Text, TableName Table, IReadOnlyList<string>? Columns, string Source) : DatasetStatement(Text, Table)
{
    /// <summary>The same with the options for each file, where <see cref="Source"/> is a pattern of several objects.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [Source];
}

/// <summary>COPY x TO or COPY (query) TO a file.</summary>
/// <param name="Query">The rows.</param>
/// <param name="Target">The file and the options, as written.</param>
internal sealed record CopyToStatement(string Text, string Query, string Target) : SqlStatement(Text);
