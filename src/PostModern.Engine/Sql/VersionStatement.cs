namespace PostModern.Engine.Sql;

/// <summary>A statement about a dataset's versions: it names one itself where it needs one, so time travel is not rewritten in it.</summary>
/// <param name="Text">The statement, without its semicolon.</param>
/// <param name="Table">The dataset.</param>
internal abstract record VersionStatement(string Text, TableName Table) : SqlStatement(Text)
{
    /// <summary>The version that it names; null for the present one.</summary>
    public VersionReference? Version { get; init; }

    /// <summary>What must be true of the parameters in <see cref="Version"/>, known when the statement is planned; null without any.</summary>
    public string? Condition { get; init; }
}

/// <summary>CREATE TAG.</summary>
/// <param name="Tag">The tag's name.</param>
/// <param name="OrReplace">Whether a tag of that name moves.</param>
/// <param name="Comment">Null for none.</param>
internal sealed record CreateTagStatement(string Text, TableName Table, string Tag, bool OrReplace, string? Comment) : VersionStatement(Text, Table);

/// <summary>DROP TAG.</summary>
internal sealed record DropTagStatement(string Text, TableName Table, string Tag, bool IfExists) : VersionStatement(Text, Table);

/// <summary>RESTORE TABLE … TO.</summary>
internal sealed record RestoreStatement(string Text, TableName Table) : VersionStatement(Text, Table);

/// <summary>CREATE TABLE … CLONE.</summary>
/// <param name="Table">What is cloned.</param>
/// <param name="Target">The new dataset.</param>
/// <param name="OrReplace">An existing dataset gets a new version.</param>
/// <param name="IfNotExists">An existing dataset is left alone.</param>
/// <param name="IsShallow">Whether the clone reads the source's files instead of copies.</param>
internal sealed record CloneStatement(
    string Text, TableName Table, TableName Target, bool OrReplace, bool IfNotExists, bool IsShallow) : VersionStatement(Text, Table);

/// <summary>OPTIMIZE.</summary>
/// <param name="OrderBy">What the rows are sorted by, as written; null to keep their order.</param>
internal sealed record OptimizeStatement(string Text, TableName Table, string? OrderBy) : VersionStatement(Text, Table);

/// <summary>VACUUM.</summary>
/// <param name="Hours">How long removed files stay; null for what the table says.</param>
/// <param name="IsDryRun">Whether files are only listed.</param>
internal sealed record VacuumStatement(string Text, TableName Table, double? Hours, bool IsDryRun) : VersionStatement(Text, Table);

/// <summary>DESCRIBE HISTORY.</summary>
/// <param name="Limit">How many versions, as written; null for all.</param>
internal sealed record HistoryStatement(string Text, TableName Table, string? Limit) : VersionStatement(Text, Table);
