using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Flight.Commands;

/// <summary>Puts parameters in the order in which a statement numbers them, which whoever writes them down by name doesn't know.</summary>
public static class ParameterOrder
{
    /// <param name="parameters">A column a parameter; the result owns it from now on.</param>
    /// <param name="wanted">The statement's parameters; trusted only where their names are all of the columns', upper or lower case.</param>
    public static RecordBatch Arrange(RecordBatch parameters, Schema wanted)
    {
        var order = wanted.Fields.Select(field => IndexOf(parameters.Schema, field.Name)).Where(index => index >= 0).ToArray();
        return order.Length == parameters.Columns.Length
            ? new RecordBatch(
                new Schema(order.Select(i => parameters.Schema.Fields[i])), parameters.Length, [.. order.Select(i => parameters.Columns[i])], parameters)
            : parameters;
    }

    private static int IndexOf(Schema schema, string name)
    {
        for (var i = 0; i < schema.Fields.Count; i++)
        {
            if (string.Equals(schema.Fields[i].Name, name, StringComparison.OrdinalIgnoreCase))
            {
                return i;
            }
        }

        return -1;
    }
}
