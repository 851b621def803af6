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
/// <param name="Columns">Column definitions as written.</param>
internal sealed record CreateTableStatement(
    string Text, TableName Table, bool OrReplace, bool IfNotExists, string? Query, string? Columns) : DatasetStatement(Text, Table)
{
    /// <summary>The columns by which rows are divided among files.</summary>
    public IReadOnlyList<string> Partitions { get; init; } = [];
}

/// <summary>INSERT INTO.</summary>
/// <param name="Columns">The columns named, null when none are.</param>
/// <param name="ByName">Whether the query's columns are matched by name.</param>
/// <param name="Query">A SELECT or VALUES; null for DEFAULT VALUES.</param>
internal sealed record InsertStatement(
    string Text, TableName Table, IReadOnlyList<string>? Columns, bool ByName, string? Query) : DatasetStatement(Text, Table);

/// <summary>DELETE FROM and TRUNCATE.</summary>
/// <param name="Alias">What the condition calls it.</param>
/// <param name="Condition">Which rows go; null for all.</param>
internal sealed record DeleteStatement(string Text, TableName Table, string Alias, string? Condition) : DatasetStatement(Text, Table);

/// <summary>UPDATE.</summary>
/// <param name="Alias">What the expressions call it.</param>
/// <param name="Assignments">Column and expression.</param>
/// <param name="Condition">Which rows change; null for all.</param>
internal sealed record UpdateStatement(
    string Text, TableName Table, string Alias, IReadOnlyList<(string Column, string Expression)> Assignments, string? Condition)
    : DatasetStatement(Text, Table);

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
