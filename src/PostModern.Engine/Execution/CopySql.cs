using System.Globalization;
using PostModern.Arrow.Types;
using PostModern.Engine.Planning;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>The COPY that writes rows as a dataset's files have them: storage types, physical names, field ids, partitions.</summary>
internal sealed class CopySql(TableLayout layout)
{
    private readonly IReadOnlyList<DeltaColumn> _columns = DeltaSchema.ColumnsOf(layout.Schema);

    /// <param name="query">A SELECT whose columns are the layout's, in order.</param>
    /// <param name="target">A file; a folder when the dataset has partitions.</param>
    public string Copy(string query, string target)
    {
        var stored = _columns.Select((column, i) =>
        {
            var value = $"CAST({SqlText.Name(column.Name)} AS {column.StorageType})";
            return $"{(layout.IsPartition(column.Name) ? Partition(value, column) : StructNames.Physical(value, StorageTypeOf(i)))} AS {SqlText.Name(column.PhysicalName)}";
        });
        var names = string.Join(", ", _columns.Select(c => SqlText.Name(c.Name)));
        return $"COPY (SELECT {string.Join(", ", stored)} FROM ({query}) AS _({names})) TO {SqlText.Literal(target)} (FORMAT parquet, RETURN_STATS{FieldIds()}{Partitions()})";
    }

    private ArrowType StorageTypeOf(int column) => layout.Schema.Fields[column].Type;

    /// <summary>Delta can't tell the empty text from NULL, so it is refused rather than lost.</summary>
    private static string Partition(string value, DeltaColumn column)
    {
        var text = PartitionText.Format(value, column);
        return column.StorageType is not ("VARCHAR" or "BLOB")
            ? text
            : $"CASE WHEN {text} = '' THEN error({SqlText.Literal($"Column '{column.Name}' divides the dataset into partitions, where Delta takes empty text for NULL. Write NULL instead.")}) ELSE {text} END";
    }

    private string Partitions()
    {
        if (layout.PartitionColumns.Count == 0)
        {
            return "";
        }

        var names = layout.PartitionColumns.Select(p => SqlText.Name(_columns.First(c => c.Name == p).PhysicalName));
        return $", PARTITION_BY ({string.Join(", ", names)}), FILENAME_PATTERN 'part-{{uuid}}'";
    }

    /// <summary>Tables with column mapping want the columns' ids in their files.</summary>
    private string FieldIds()
    {
        var ids = layout.Schema.Fields.Where(f => !layout.IsPartition(f.Name) && ColumnMapping.FieldId(f) is not null).Select(FieldId).ToList();
        return ids.Count > 0 ? $", FIELD_IDS {{{string.Join(", ", ids)}}}" : "";
    }

    private static string FieldId(Field field)
    {
        var id = ColumnMapping.FieldId(field)!.Value.ToString(CultureInfo.InvariantCulture);
        var inner = InnerIds(field.Type);
        return $"{SqlText.Name(ColumnMapping.PhysicalName(field))}: {(inner.Length > 0 ? $"{{__duckdb_field_id: {id}, {inner}}}" : id)}";
    }

    /// <summary>The ids of struct fields inside a type; elements, keys and values have none.</summary>
    private static string InnerIds(ArrowType type) => type switch
    {
        StructType fields => string.Join(", ", fields.Fields.Where(f => ColumnMapping.FieldId(f) is not null).Select(FieldId)),
        ListType list => Part("element", list.Item.Type),
        MapType { Entries.Type: StructType { Fields: var entry } } =>
            string.Join(", ", new[] { Part("key", entry[0].Type), Part("value", entry[1].Type) }.Where(p => p.Length > 0)),
        _ => "",
    };

    private static string Part(string name, ArrowType type) => InnerIds(type) is { Length: > 0 } inner ? $"{SqlText.Name(name)}: {{{inner}}}" : "";
}
