namespace PostModern.Engine.Sql;

/// <summary>One change of a table's definition.</summary>
internal abstract record TableChange
{
    /// <summary>ADD COLUMN.</summary>
    /// <param name="Columns">Names and types, as in CREATE TABLE.</param>
    internal sealed record AddColumns(string Columns, bool IfNotExists) : TableChange;

    /// <summary>RENAME COLUMN.</summary>
    internal sealed record RenameColumn(string Column, string Name) : TableChange;

    /// <summary>DROP COLUMN.</summary>
    internal sealed record DropColumn(string Column, bool IfExists) : TableChange;

    /// <summary>ALTER COLUMN … TYPE.</summary>
    /// <param name="Column">The column.</param>
    /// <param name="Type">As in CREATE TABLE.</param>
    internal sealed record SetType(string Column, string Type) : TableChange;

    /// <summary>ALTER COLUMN … DROP NOT NULL.</summary>
    internal sealed record DropNotNull(string Column) : TableChange;

    /// <summary>COMMENT ON, SET COMMENT.</summary>
    /// <param name="Column">Null for the table.</param>
    /// <param name="Comment">A string literal or NULL.</param>
    internal sealed record SetComment(string? Column, string Comment) : TableChange;

    /// <summary>RENAME TO.</summary>
    internal sealed record Rename(string Name) : TableChange;

    /// <summary>SET TBLPROPERTIES.</summary>
    /// <param name="Properties">String literals.</param>
    internal sealed record SetProperties(IReadOnlyList<KeyValuePair<string, string>> Properties) : TableChange;

    /// <summary>UNSET TBLPROPERTIES.</summary>
    internal sealed record UnsetProperties(IReadOnlyList<string> Keys) : TableChange;
}
