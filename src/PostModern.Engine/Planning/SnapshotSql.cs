using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>The queries that read a version's files, with the columns' own types.</summary>
internal static class SnapshotSql
{
    /// <summary>The column that <see cref="SelectWithFile"/> adds: the path of the file that a row lies in.</summary>
    public const string FileColumn = "__pm_file";

    /// <summary>All rows.</summary>
    public static string Select(Snapshot snapshot) => Select(snapshot, [.. snapshot.LocalPaths]);

    /// <summary>The rows of some files.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="paths">Absolute paths.</param>
    public static string Select(Snapshot snapshot, IReadOnlyCollection<string> paths) => Select(snapshot, paths, "", "");

    /// <summary>All rows, and each row's file.</summary>
    public static string SelectWithFile(Snapshot snapshot) =>
        snapshot.Files.Count > 0
            ? Select(snapshot, [.. snapshot.LocalPaths], $", filename = '{FileColumn}'", $", {FileColumn}")
            : Select(snapshot, [], "", $", '' AS {FileColumn}");

    /// <summary>The columns, of which reading any row is an error.</summary>
    public static string SelectNone(Snapshot snapshot, string error)
    {
        var columns = DeltaSchema.ColumnsOf(snapshot.Schema)
            .Select(c => $"CAST(NULL AS {c.DuckDbType ?? c.StorageType}) AS {SqlText.Name(c.Name)}");
        return $"SELECT {string.Join(", ", columns)} WHERE CAST(error({SqlText.Literal(error)}) AS BOOLEAN)";
    }

    private static string Select(Snapshot snapshot, IReadOnlyCollection<string> paths, string readOptions, string extraColumns)
    {
        var columns = string.Join(", ", DeltaSchema.ColumnsOf(snapshot.Schema).Select(column =>
        {
            var name = SqlText.Name(column.Name);
            return $"CAST({(paths.Count > 0 ? name : "NULL")} AS {column.DuckDbType ?? column.StorageType}) AS {name}";
        }));
        return paths.Count > 0
            ? $"SELECT {columns}{extraColumns} FROM read_parquet([{string.Join(", ", paths.Select(SqlText.Literal))}]{readOptions})"
            : $"SELECT {columns}{extraColumns} WHERE false";
    }
}
