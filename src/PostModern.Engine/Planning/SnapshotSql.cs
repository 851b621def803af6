using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>The queries that read a version's files, with the columns' own types.</summary>
internal static class SnapshotSql
{
    /// <summary>The column that <see cref="SelectWithFile"/> adds: the path of the file that a row lies in.</summary>
    public const string FileColumn = "__pm_file";

    /// <summary>The column that <see cref="SelectWithRow"/> adds: the row's number in its file, from 0.</summary>
    public const string RowColumn = "__pm_row";

    /// <summary>All rows.</summary>
    public static string Select(Snapshot snapshot) => Select(snapshot, [.. snapshot.FileUris]);

    /// <summary>The rows of some files.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="paths">Absolute paths.</param>
    public static string Select(Snapshot snapshot, IReadOnlyCollection<string> paths) => Select(snapshot, paths, "", "");

    /// <summary>All rows, and each row's file.</summary>
    public static string SelectWithFile(Snapshot snapshot) =>
        snapshot.Files.Count > 0
            ? Select(snapshot, [.. snapshot.FileUris], $", filename = '{FileColumn}'", $", {FileColumn}")
            : Select(snapshot, [], "", $", '' AS {FileColumn}");

    /// <summary>The rows of some files, and where each lies: <see cref="FileColumn"/> and <see cref="RowColumn"/>.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="paths">Absolute paths; null for all files.</param>
    public static string SelectWithRow(Snapshot snapshot, IReadOnlyCollection<string>? paths = null)
    {
        paths ??= [.. snapshot.FileUris];
        return paths.Count > 0
            ? Select(snapshot, paths, $", filename = '{FileColumn}', file_row_number = true", $", {FileColumn}, file_row_number AS {RowColumn}")
            : Select(snapshot, [], "", $", '' AS {FileColumn}, CAST(0 AS BIGINT) AS {RowColumn}");
    }

    /// <summary>All rows, from a source that has the columns as they lie in the files.</summary>
    public static string SelectFrom(Snapshot snapshot, string source) => $"SELECT {Columns(snapshot, hasRows: true)} FROM {source}";

    private static string Select(Snapshot snapshot, IReadOnlyCollection<string> paths, string readOptions, string extraColumns)
    {
        var columns = Columns(snapshot, paths.Count > 0);
        return paths.Count > 0
            ? $"SELECT {columns}{extraColumns} FROM read_parquet([{string.Join(", ", paths.Select(SqlText.Literal))}]{readOptions})"
            : $"SELECT {columns}{extraColumns} WHERE false";
    }

    private static string Columns(Snapshot snapshot, bool hasRows) => string.Join(", ", DeltaSchema.ColumnsOf(snapshot.Schema).Select(column =>
    {
        var name = SqlText.Name(column.Name);
        return $"CAST({(hasRows ? name : "NULL")} AS {column.DuckDbType ?? column.StorageType}) AS {name}";
    }));
}
