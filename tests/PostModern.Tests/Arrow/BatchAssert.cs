using PostModern.Arrow.Arrays;

namespace PostModern.Tests.Arrow;

internal static class BatchAssert
{
    /// <summary>Equal schemas and, row by row, equal values.</summary>
    public static void Same(RecordBatch expected, RecordBatch actual)
    {
        Assert.Equal(expected.Schema, actual.Schema);
        Assert.Equal(expected.Length, actual.Length);
        for (var i = 0; i < expected.Columns.Length; i++)
        {
            Same(expected.Columns[i], actual.Columns[i]);
        }
    }

    public static void Same(Column expected, Column actual)
    {
        Assert.Equal(expected.Type, actual.Type);
        Assert.Equal(expected.Length, actual.Length);
        Assert.Equal(Values(expected), Values(actual));
    }

    public static object?[] Values(Column column) => [.. Enumerable.Range(0, column.Length).Select(row => ColumnValue.Get(column, row))];
}
