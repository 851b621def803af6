using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Data.Transport;

/// <summary>Parameters on the wire: one row, a column a parameter.</summary>
internal static class ParameterBatch
{
    /// <exception cref="NotSupportedException">A value is of a type that has no counterpart in SQL.</exception>
    /// <exception cref="InvalidCastException">A value does not fit the type that was asked for.</exception>
    public static RecordBatch Build(IReadOnlyList<ParameterValue> values)
    {
        var fields = new Field[values.Count];
        var columns = new Column[values.Count];
        for (var i = 0; i < values.Count; i++)
        {
            (fields[i], columns[i]) = Build(values[i]);
        }

        return new RecordBatch(new Schema(fields), 1, [.. columns]);
    }

    private static (Field Field, Column Column) Build(ParameterValue parameter)
    {
        var value = ParameterInference.Normalise(parameter.Value);
        var type = parameter.Type ?? ParameterInference.TypeOf(value);
        try
        {
            var builder = ColumnBuilder.Create(type);
            builder.AppendValue(value);
            return (new Field(parameter.Name, type), builder.Build());
        }
        catch (ServerException error)
        {
            throw new InvalidCastException($"Parameter '{parameter.Name}': {error.Message}", error);
        }
    }
}
