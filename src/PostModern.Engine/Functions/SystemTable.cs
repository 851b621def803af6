using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;

namespace PostModern.Engine.Functions;

/// <summary>A small table function made of boxed values: what the views and macros of the <c>pm</c> schema read.</summary>
internal static class SystemTable
{
    /// <param name="name">The function's name; the <c>pm</c> schema hides it behind a view or macro.</param>
    /// <param name="arguments">How many texts it takes.</param>
    /// <param name="fields">The columns.</param>
    /// <param name="rows">From the arguments to the rows, one value a column.</param>
    public static TableFunction Create(
        string name, int arguments, FieldList fields, Func<IReadOnlyList<string>, CancellationToken, Task<IReadOnlyList<object?[]>>> rows)
    {
        var schema = new Schema(fields);
        return new TableFunction
        {
            Name = name,
            Parameters = [.. Enumerable.Repeat<ArrowType>(ArrowTypes.Utf8, arguments)],
            Bind = binding =>
            {
                var texts = Enumerable.Range(0, arguments).Select(i => binding.Arguments[i] as string ?? "").ToArray();
                return new BoundTable
                {
                    Schema = schema,
                    Scan = (columns, cancellation) => ScanAsync(schema, columns, rows(texts, cancellation)),
                };
            },
        };
    }

    private static async IAsyncEnumerable<RecordBatch> ScanAsync(
        Schema schema, IReadOnlyList<int> columns, Task<IReadOnlyList<object?[]>> rows)
    {
        var values = await rows;
        var projected = new Schema(columns.Select(c => schema.Fields[c]));
        var builders = projected.Fields.Select(f => ColumnBuilder.Create(f.Type)).ToArray();
        foreach (var row in values)
        {
            for (var i = 0; i < builders.Length; i++)
            {
                builders[i].AppendValue(row[columns[i]]);
            }
        }

        yield return new RecordBatch(projected, values.Count, [.. builders.Select(b => b.Build())]);
    }
}
