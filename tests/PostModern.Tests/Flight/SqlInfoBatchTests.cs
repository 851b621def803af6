using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;

namespace PostModern.Tests.Flight;

public class SqlInfoBatchTests
{
    public static TheoryData<object, int> Values => new()
    {
        { "text", 0 },
        { true, 1 },
        { 5L, 2 },
        { 7, 3 },
        { new[] { "a", "b" }, 4 },
        { new Dictionary<int, int[]> { [1] = [2, 3] }, 5 },
    };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_goes_to_the_alternative_of_its_type(object value, int typeId)
    {
        var builder = new SqlInfoBatch();
        builder.Add(SqlInfoId.ServerName, value);

        using var batch = builder.Build();

        Assert.Equal(typeId, batch.Columns[1].Buffers[0].Span[0]);
        Assert.Equal(1, batch.Columns[1].Children[typeId].Length);
    }

    [Fact]
    public void All_six_alternatives_exist_even_for_one_row()
    {
        var builder = new SqlInfoBatch();
        builder.Add(SqlInfoId.ServerName, "PostModern");

        using var batch = builder.Build();

        Assert.Equal(
            ["string_value", "bool_value", "bigint_value", "int32_bitmask", "string_list", "int32_to_int32_list_map"],
            ((UnionType)batch.Columns[1].Type).Fields.Select(field => field.Name));
        Assert.Equal(6, batch.Columns[1].Children.Length);
        Assert.Equal("PostModern", ColumnValue.Get(batch.Columns[1], 0));
    }
}
