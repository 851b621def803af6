namespace PostModern.DuckDb.Types;

/// <summary>Which Arrow types a result takes where clients disagree; the values are the same either way.</summary>
/// <remarks>Read when a statement is prepared, so that the planned schema and the stream's can't differ. Columns keep their DuckDB type's name.</remarks>
public sealed record ResultOptions
{
    /// <summary>What every known driver reads: ENUM as utf8, unsigned integers as they are.</summary>
    public static ResultOptions Default { get; } = new();

    /// <summary>ENUM as dictionary&lt;int8, int16 or int32, utf8&gt;, at any depth. All batches of a result share one dictionary column.</summary>
    /// <remarks>The JDBC driver prints the index instead of the label, and the ODBC driver fails.</remarks>
    public bool EnumsAsDictionaries { get; init; }

    /// <summary>
    /// Unsigned integers as the next wider signed ones, at any depth: UTINYINT as int16, USMALLINT as int32, UINTEGER as int64, UBIGINT as
    /// decimal128(20, 0).
    /// </summary>
    /// <remarks>For clients without unsigned types, such as the JDBC driver, which read the upper half as negative numbers.</remarks>
    public bool WidensUnsigned { get; init; }
}
