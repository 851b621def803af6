using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Engine.Sql;
using PostModern.Lake.Delta;

namespace PostModern.Engine.Execution;

/// <summary>Finds a dataset's columns by the names that a statement uses.</summary>
internal static class TargetColumns
{
    /// <summary>The expressions by the numbers of the columns that they are for.</summary>
    /// <exception cref="ServerException">InvalidInput: there is no such column, or it is set twice.</exception>
    public static IReadOnlyDictionary<int, string> Assign(TableName table, Schema schema, IEnumerable<(string Column, string Expression)> assignments)
    {
        var byColumn = new Dictionary<int, string>();
        foreach (var (name, expression) in assignments)
        {
            var column = Find(schema, name);
            if (column < 0 || !byColumn.TryAdd(column, expression))
            {
                var problem = column < 0 ? $"Dataset '{table}' has no column '{name}'" : $"Column '{name}' is set twice";
                throw new ServerException(ErrorCode.InvalidInput, $"{problem}. Its columns are: {string.Join(", ", schema.Fields.Select(f => f.Name))}.");
            }
        }

        return byColumn;
    }

    /// <returns>The column's number; −1 when there is none. Case doesn't count.</returns>
    public static int Find(Schema schema, string name)
    {
        for (var i = 0; i < schema.Fields.Count; i++)
        {
            if (schema.Fields[i].Name.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>An expression in a column's type.</summary>
    public static string Cast(string expression, DeltaColumn column) => $"CAST(({expression}) AS {column.Type})";
}
