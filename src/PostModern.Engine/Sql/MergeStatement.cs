namespace PostModern.Engine.Sql;

/// <summary>MERGE INTO.</summary>
/// <param name="Source">The table, function or query that is merged, with its alias, as written.</param>
/// <param name="SourceAlias">What the expressions call it.</param>
/// <param name="Join">ON and its condition, or USING and its columns.</param>
/// <param name="Clauses">The WHEN clauses, of which the first that holds is taken.</param>
internal sealed record MergeStatement(
    string Text, TableName Table, string Alias, string Source, string SourceAlias, string Join, IReadOnlyList<MergeClause> Clauses)
    : ChangeStatement(Text, Table, Alias);

/// <summary>One WHEN clause of MERGE.</summary>
/// <param name="Match">The rows that it is for.</param>
/// <param name="Condition">What must hold beside; null for nothing.</param>
/// <param name="Verb">What is done.</param>
internal sealed record MergeClause(MergeMatch Match, string? Condition, MergeVerb Verb)
{
    /// <summary>Where the values of UPDATE and INSERT come from.</summary>
    public MergeSource Source { get; init; }

    /// <summary>The columns that UPDATE sets or INSERT names; null for all.</summary>
    public IReadOnlyList<string>? Columns { get; init; }

    /// <summary>Their values, where <see cref="Source"/> says so.</summary>
    public IReadOnlyList<string> Values { get; init; } = [];

    /// <summary>What ERROR says: an expression; null for nothing in particular.</summary>
    public string? Message { get; init; }
}

internal enum MergeMatch
{
    Matched,
    NotMatchedByTarget,
    NotMatchedBySource,
}

internal enum MergeVerb
{
    Nothing,
    Update,
    Delete,
    Insert,
    Error,
}

/// <summary>Where a MERGE's UPDATE or INSERT takes its values from.</summary>
internal enum MergeSource
{
    /// <summary>Expressions.</summary>
    Values,

    /// <summary><c>*</c>: each of the dataset's columns from the source's of that name.</summary>
    Star,

    /// <summary>The source's columns, each for the dataset's of that name.</summary>
    Names,

    /// <summary>The source's columns in their order.</summary>
    Positions,
}
