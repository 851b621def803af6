namespace PostModern.Engine.Sql;

/// <summary>REFRESH: makes a dataset again by the statement that defined it.</summary>
/// <param name="Mode">How much of it.</param>
internal sealed record RefreshStatement(string Text, TableName Table, RefreshMode Mode) : DatasetStatement(Text, Table);

internal enum RefreshMode
{
    /// <summary>What has changed where that can be told, else all.</summary>
    Changes,

    /// <summary>All rows, and changes made by hand are given up.</summary>
    Full,

    /// <summary>The rows that a model could not answer for.</summary>
    ErrorsOnly,
}
