using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>What a writer of data files must know of a table.</summary>
/// <param name="Schema">The columns, with their physical names in the fields' metadata.</param>
/// <param name="PartitionColumns">The names of the columns by which rows are divided among files; their values are in the log, not in the files.</param>
public sealed record TableLayout(Schema Schema, ValueList<string> PartitionColumns)
{
    /// <summary>The layout of a table that is to be divided by some columns.</summary>
    /// <param name="schema">The columns.</param>
    /// <param name="partitionColumns">As the user wrote them.</param>
    /// <exception cref="ServerException">InvalidInput: they can't divide it.</exception>
    public static TableLayout Of(Schema schema, IReadOnlyList<string> partitionColumns)
    {
        ArgumentNullException.ThrowIfNull(schema);
        ArgumentNullException.ThrowIfNull(partitionColumns);
        var names = new List<string>();
        foreach (var name in partitionColumns)
        {
            var field = schema.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase))
                ?? throw Wrong($"There is no column '{name}'. The columns are: {string.Join(", ", schema.Fields.Select(f => f.Name))}.");
            if (StorageTypes.Of(field) is StructType or ListType or MapType)
            {
                throw Wrong($"Column '{name}' has a nested type; take a column of one plain value, for example one made from it.");
            }

            names.Add(names.Contains(field.Name) ? throw Wrong($"Column '{name}' is named twice.") : field.Name);
        }

        return names.Count < schema.Fields.Count
            ? new TableLayout(schema, [.. names])
            : throw Wrong("At least one column must be left for the files.");
    }

    /// <summary>The same with columns that must have values.</summary>
    /// <param name="columns">In any case.</param>
    /// <exception cref="ServerException">InvalidInput: there is no such column. Unsupported: its values are nested.</exception>
    public TableLayout Require(IReadOnlyList<string> columns)
    {
        ArgumentNullException.ThrowIfNull(columns);
        foreach (var name in columns)
        {
            var field = Schema.Fields.FirstOrDefault(f => f.Name.Equals(name, StringComparison.OrdinalIgnoreCase)) ?? throw new ServerException(
                ErrorCode.InvalidInput, $"There is no column '{name}' for the key. The columns are: {string.Join(", ", Schema.Fields.Select(f => f.Name))}.");
            if (StorageTypes.Of(field) is StructType or ListType or MapType)
            {
                throw new ServerException(ErrorCode.Unsupported, $"Column '{name}' has a nested type, which can't be NOT NULL. Leave NOT NULL out.");
            }
        }

        return this with
        {
            Schema = new Schema(Schema.Fields.Select(f => columns.Contains(f.Name, StringComparer.OrdinalIgnoreCase) ? f with { IsNullable = false } : f)),
        };
    }

    private static ServerException Wrong(string problem) => new(ErrorCode.InvalidInput, $"PARTITION BY can't be done: {problem}");

    /// <summary>Whether a column's values are in the log instead of the files.</summary>
    public bool IsPartition(string column) => PartitionColumns.Contains(column);
}
