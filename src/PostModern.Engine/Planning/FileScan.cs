using System.Globalization;
using PostModern.Engine.Functions;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Planning;

/// <summary>Selects the rows of files of one version: renamed, cast, without deleted ones, with the values that only the log has.</summary>
internal sealed class FileScan
{
    /// <summary>What the joined values are called: no column of a dataset is.</summary>
    private const string Joined = "__pm_f";

    /// <summary>What DuckDB calls a file and a row's number in it, unless a column has that name.</summary>
    private static readonly HashSet<string> s_virtualColumns = new(StringComparer.OrdinalIgnoreCase) { "filename", "file_row_number", "file_index" };

    private readonly Snapshot _snapshot;
    private readonly IReadOnlyList<DeltaColumn> _columns;
    private readonly string _position;
    private readonly bool _declaresColumns;

    /// <param name="snapshot">The version.</param>
    /// <param name="files">All files that will be selected from.</param>
    /// <param name="withPosition">Whether to add <see cref="SnapshotSql.FileColumn"/> and <see cref="SnapshotSql.RowColumn"/>.</param>
    public FileScan(Snapshot snapshot, IReadOnlyCollection<AddFile> files, bool withPosition)
    {
        _snapshot = snapshot;
        _columns = DeltaSchema.ColumnsOf(snapshot.Schema);
        _position = withPosition ? $", filename AS {SnapshotSql.FileColumn}, file_row_number AS {SnapshotSql.RowColumn}" : "";

        // Declaring the columns makes a scan half as fast, so it is done only where files may differ from the schema or names collide.
        _declaresColumns = snapshot.IsMapped || _columns.Any(c => s_virtualColumns.Contains(c.Name)) || !files.All(snapshot.HasAllColumns);
    }

    /// <summary>The rows of files that have all partition values and the deletion vector in common.</summary>
    public string Select(IReadOnlyList<AddFile> files)
    {
        var columns = Columns(c => PartitionText.Literal(_snapshot.PartitionValue(files[0], c.Name)));
        var deleted = files[0].DeletionVector is { } vector ? $" WHERE NOT {DeletedRowsFunction.Name}({Vector(vector)}, file_row_number)" : "";
        return $"SELECT {columns}{_position} FROM {Source(files)}{deleted}";
    }

    /// <summary>The rows of any files: each file's values are looked up by its name.</summary>
    public string SelectJoined(IReadOnlyCollection<AddFile> files)
    {
        var partitions = _snapshot.PartitionColumns;
        var columns = Columns(c => $"{Joined}_{Enumerable.Range(0, partitions.Count).First(i => partitions[i] == c.Name)}");
        var rows = files.Select(f => $"({string.Join(", ", partitions.Select(p => PartitionText.Literal(_snapshot.PartitionValue(f, p)))
            .Prepend(SqlText.Literal(_snapshot.Log.LocalPath(f.Path))).Append(f.DeletionVector is { } v ? Vector(v) : "NULL"))})");
        var names = string.Join(", ", partitions.Select((_, i) => $"{Joined}_{i}").Prepend($"{Joined}_path").Append($"{Joined}_vector"));
        var deleted = files.Any(f => f.DeletionVector is not null)
            ? $" WHERE {Joined}_vector IS NULL OR NOT {DeletedRowsFunction.Name}({Joined}_vector, file_row_number)"
            : "";
        return $"SELECT {columns}{_position} FROM {Source(files)} JOIN (VALUES {string.Join(", ", rows)}) AS {Joined}({names}) ON filename = {Joined}_path{deleted}";
    }

    private string Columns(Func<DeltaColumn, string> partition) => string.Join(", ", _columns.Select((column, i) =>
    {
        var isPartition = _snapshot.PartitionColumns.Contains(column.Name);
        var value = isPartition
            ? PartitionText.Parse(partition(column), column)
            : StructNames.Logical(SqlText.Name(ScanName(column)), _snapshot.Schema.Fields[i].Type);
        return $"CAST({value} AS {column.Type}) AS {SqlText.Name(column.Name)}";
    }));

    private string Source(IReadOnlyCollection<AddFile> files)
    {
        var paths = string.Join(", ", files.Select(f => SqlText.Literal(Unglobbed(_snapshot.Log.LocalPath(f.Path)))));
        return $"read_parquet([{paths}]{(_declaresColumns ? Declaration(files) : "")})";
    }

    /// <summary>The columns as the files should have them: what a file lacks is NULL, what is narrower is widened.</summary>
    private string Declaration(IReadOnlyCollection<AddFile> files)
    {
        var declared = _columns.Where(c => !_snapshot.PartitionColumns.Contains(c.Name)).Select(c =>
        {
            var key = _snapshot.IsMappedById && c.FieldId is { } id ? id.ToString(CultureInfo.InvariantCulture) : SqlText.Literal(c.PhysicalName);
            return $"{key}: {{name: {SqlText.Literal(ScanName(c))}, type: {SqlText.Literal(c.PhysicalType)}, default_value: NULL}}";
        });
        var rows = Snapshot.CountRows(files) is { } count ? string.Create(CultureInfo.InvariantCulture, $", explicit_cardinality = {count}") : "";
        return $", schema = MAP {{{string.Join(", ", declared)}}}{rows}";
    }

    private static string ScanName(DeltaColumn column) => s_virtualColumns.Contains(column.Name) ? $"__pm_{column.Name}" : column.Name;

    private string Vector(DeletionVector vector) => SqlText.Literal(vector.Locate(_snapshot.Log).ToText());

    /// <summary>DuckDB takes these characters for patterns.</summary>
    public static string Unglobbed(string path) =>
        path.AsSpan().IndexOfAny("*?[") < 0 ? path : string.Concat(path.Select(c => c is '*' or '?' or '[' ? $"[{c}]" : c.ToString()));
}
