using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>The queries that read a version's files, with the columns' own names and types.</summary>
internal static class SnapshotSql
{
    /// <summary>The column that <see cref="SelectWithPosition"/> adds: the path of the file that a row lies in.</summary>
    public const string FileColumn = "__pm_file";

    /// <summary>The column that <see cref="SelectWithPosition"/> adds: the row's number in its file, from 0, deleted ones counted.</summary>
    public const string RowColumn = "__pm_row";

    /// <summary>
    /// Files whose partition values or deleted rows differ are read by SELECTs of their own, which cost 0.5 ms each and let a condition on
    /// a partition skip files unread. Beyond that many, one SELECT joins the files to their values: 0.2 µs a row.
    /// </summary>
    private const int MostSelects = 512;

    /// <summary>All rows.</summary>
    public static string Select(Snapshot snapshot) => Select(snapshot, snapshot.Files);

    /// <summary>The rows of some files.</summary>
    /// <param name="snapshot">The version.</param>
    /// <param name="files">Some of its files.</param>
    public static string Select(Snapshot snapshot, IReadOnlyCollection<AddFile> files) => Select(snapshot, files, withPosition: false);

    /// <summary>The columns, of which reading any row is an error.</summary>
    public static string SelectNone(Snapshot snapshot, string error) =>
        $"SELECT {Nulls(snapshot)} WHERE CAST(error({SqlText.Literal(error)}) AS BOOLEAN)";

    /// <summary>All rows, from a source that has the columns under their own names and as they lie in the files.</summary>
    public static string SelectFrom(Snapshot snapshot, string source)
    {
        var columns = DeltaSchema.ColumnsOf(snapshot.Schema).Select(c => $"CAST({SqlText.Name(c.Name)} AS {c.Type}) AS {SqlText.Name(c.Name)}");
        return $"SELECT {string.Join(", ", columns)} FROM {source}";
    }

    /// <summary>The rows of some files, and for each its file and its number in there.</summary>
    /// <inheritdoc cref="Select(Snapshot, IReadOnlyCollection{AddFile})"/>
    public static string SelectWithPosition(Snapshot snapshot, IReadOnlyCollection<AddFile> files) => Select(snapshot, files, withPosition: true);

    private static string Select(Snapshot snapshot, IReadOnlyCollection<AddFile> files, bool withPosition)
    {
        if (files.Count == 0)
        {
            return Nothing(snapshot, withPosition);
        }

        var scan = new FileScan(snapshot, files, withPosition);
        var groups = files.GroupBy(f => Constants(snapshot, f)).ToList();
        return groups.Count <= MostSelects ? string.Join(" UNION ALL ", groups.Select(g => scan.Select([.. g]))) : scan.SelectJoined(files);
    }

    /// <summary>What all rows of a file have in common beside the columns in it.</summary>
    private static ValueList<string?> Constants(Snapshot snapshot, AddFile file) =>
        [.. snapshot.PartitionColumns.Select(c => snapshot.PartitionValue(file, c)), file.DeletionVector?.UniqueId];

    private static string Nothing(Snapshot snapshot, bool withPosition)
    {
        var position = withPosition ? $", '' AS {FileColumn}, CAST(0 AS BIGINT) AS {RowColumn}" : "";
        return $"SELECT {Nulls(snapshot)}{position} WHERE false";
    }

    private static string Nulls(Snapshot snapshot) =>
        string.Join(", ", DeltaSchema.ColumnsOf(snapshot.Schema).Select(c => $"CAST(NULL AS {c.Type}) AS {SqlText.Name(c.Name)}"));
}
