using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;

namespace PostModern.Tests.Engine;

/// <summary>Parameters for a statement.</summary>
internal static class Values
{
    /// <summary>One run's parameters: whole numbers and text.</summary>
    public static RecordBatch Row(params object?[] values) => Rows([values]);

    /// <summary>A row a run; a column's type is that of its first value.</summary>
    public static RecordBatch Rows(params object?[][] rows)
    {
        var fields = rows[0].Select((value, i) => new Field($"{i + 1}", value is long ? ArrowTypes.Int64 : ArrowTypes.Utf8));
        return MetadataBatch.FromRows(new Schema(fields), rows);
    }
}
