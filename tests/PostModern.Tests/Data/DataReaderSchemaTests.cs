using System.Data.Common;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.Data;
using PostModern.Data.Readers;

namespace PostModern.Tests.Data;

/// <summary>What a reader says about its columns.</summary>
public sealed class DataReaderSchemaTests
{
    private static readonly Schema Columns = new(
        new Field("id", ArrowTypes.Int64, IsNullable: false),
        new Field("Name", ArrowTypes.Utf8),
        new Field("name", ArrowTypes.Utf8),
        new Field("price", new DecimalType(18, 3)));

    [Fact]
    public void An_equal_name_wins_over_one_that_differs_in_case()
    {
        using var reader = Open();

        Assert.Equal(2, reader.GetOrdinal("name"));
        Assert.Equal(1, reader.GetOrdinal("Name"));
        Assert.Equal(1, reader.GetOrdinal("NAME"));
    }

    [Fact]
    public void An_unknown_name_or_ordinal_is_out_of_range()
    {
        using var reader = Open();

        Assert.Contains("price", Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("cost")).Message, StringComparison.Ordinal);
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetName(4));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetFieldType(-1));
        Assert.Throws<ArgumentNullException>(() => reader.GetOrdinal(null!));
    }

    [Fact]
    public void The_servers_name_of_a_type_wins_over_Arrows()
    {
        using var huge = Results.Read(Results.Of(Results.DuckDbField(new DecimalType(38, 0), "HUGEINT")));
        using var plain = Results.Read(Results.Of(new FixedSizeListType(ArrowTypes.Float32, 3)));

        Assert.Equal("HUGEINT", huge.GetDataTypeName(0));
        Assert.Equal("FLOAT[3]", plain.GetDataTypeName(0));
    }

    [Fact]
    public void The_column_schema_describes_each_column()
    {
        using var reader = Open();
        var columns = reader.GetColumnSchema();

        Assert.Equal(["id", "Name", "name", "price"], columns.Select(column => column.ColumnName));
        Assert.False(columns[0].AllowDBNull);
        Assert.Equal(typeof(long), columns[0].DataType);
        Assert.Equal((18, 3), (columns[3].NumericPrecision, columns[3].NumericScale));
        Assert.Equal(new DecimalType(18, 3), Assert.IsType<PostModernColumn>(columns[3]).ArrowType);
    }

    [Fact]
    public void The_schema_table_says_the_same()
    {
        using var reader = Open();
        using var table = reader.GetSchemaTable()!;

        Assert.Equal(4, table.Rows.Count);
        Assert.Equal("price", table.Rows[3][SchemaTableColumn.ColumnName]);
        Assert.Equal((short)18, table.Rows[3][SchemaTableColumn.NumericPrecision]);
        Assert.Equal(DBNull.Value, table.Rows[0][SchemaTableColumn.NumericPrecision]);
        Assert.Equal(typeof(string), table.Rows[1][SchemaTableColumn.DataType]);
    }

    [Fact]
    public void A_data_table_can_be_filled()
    {
        using var reader = Results.Read(Results.Of(ArrowTypes.Int32, 1, null, 3));
        using var table = new System.Data.DataTable();
        table.Load(reader);

        Assert.Equal([1, DBNull.Value, 3], table.Rows.Cast<System.Data.DataRow>().Select(row => row[0]));
    }

    private static PostModernDataReader Open() => Results.Read(new ResultSet(Columns, AsyncEnumerable.Empty<RecordBatch>()));
}
