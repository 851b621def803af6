using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;

namespace PostModern.Tests.Flight;

public class ParameterOrderTests
{
    [Theory]
    [InlineData("b a", "2 1")]
    [InlineData("B A", "2 1")]
    [InlineData("a b", "1 2")]
    [InlineData("parameter_1 parameter_2", "1 2")]
    [InlineData("b c", "1 2")]
    [InlineData("b", "1 2")]
    [InlineData("", "1 2")]
    public void The_statements_order_wins_where_it_knows_all_names(string wanted, string values)
    {
        var given = MetadataBatch.FromRows(new Schema(new Field("a", ArrowTypes.Int32), new Field("b", ArrowTypes.Int32)), [[1, 2]]);

        using var arranged = ParameterOrder.Arrange(
            given, new Schema(wanted.Split(' ', StringSplitOptions.RemoveEmptyEntries).Select(name => new Field(name, ArrowTypes.Null))));

        Assert.Equal(values, string.Join(' ', arranged.Columns.Select(column => ColumnValue.Get(column, 0))));
        Assert.Equal(values == "2 1" ? ["b", "a"] : ["a", "b"], arranged.Schema.Fields.Select(field => field.Name));
    }
}
