namespace PostModern.Data;

/// <summary>What a bulk copy does to its destination.</summary>
public enum PostModernBulkCopyMode
{
    /// <summary>Adds its rows to a table that is there, by the names of the columns; columns that it doesn't send get their defaults.</summary>
    Append,

    /// <summary>Makes a table of its rows; it fails when there is one of that name.</summary>
    Create,

    /// <summary>Makes a table of its rows, in place of one of that name. A dataset gets a new version and keeps its older ones.</summary>
    Replace,
}
