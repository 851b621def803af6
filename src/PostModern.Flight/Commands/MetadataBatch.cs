using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Flight.Commands;

/// <summary>Small batches from rows of boxed values, for the metadata commands.</summary>
public static class MetadataBatch
{
    /// <param name="schema">One field a value.</param>
    /// <param name="rows">Each as long as the schema.</param>
    public static RecordBatch FromRows(Schema schema, IEnumerable<IReadOnlyList<object?>> rows)
    {
        var builders = schema.Fields.Select(field => ColumnBuilder.Create(field.Type)).ToArray();
        var length = 0;
        foreach (var row in rows)
        {
            for (var i = 0; i < builders.Length; i++)
            {
                builders[i].AppendValue(row[i]);
            }

            length++;
        }

        return new RecordBatch(schema, length, [.. builders.Select(builder => builder.Build())]);
    }
}
