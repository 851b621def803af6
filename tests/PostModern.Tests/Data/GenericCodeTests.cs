using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Code that knows System.Data.Common only.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class GenericCodeTests(LocalServer server)
{
    [Fact]
    public async Task A_table_is_loaded_with_its_types()
    {
        await using DbConnection connection = await server.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT range AS id, 'n' || range AS name, CASE WHEN range = 1 THEN NULL ELSE 1.5::DECIMAL(9, 2) END AS price, "
            + "DATE '2024-02-29' AS day, [1, 2] AS list FROM range(3)";
        using var table = new DataTable();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            table.Load(reader);
        }

        Assert.Equal([typeof(long), typeof(string), typeof(decimal), typeof(DateOnly), typeof(int[])], table.Columns.Cast<DataColumn>().Select(column => column.DataType));
        Assert.Equal(3, table.Rows.Count);
        Assert.Equal((2L, "n2", 1.5m), (table.Rows[2]["id"], table.Rows[2]["name"], table.Rows[2]["price"]));
        Assert.Equal(DBNull.Value, table.Rows[1]["price"]);
        Assert.All(table.Columns.Cast<DataColumn>(), column => Assert.True(column.AllowDBNull));
    }

    [Fact]
    public async Task A_data_set_takes_all_results()
    {
        await using DbConnection connection = await server.ConnectAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "SELECT 1 AS a; SELECT 2 AS b UNION ALL SELECT 3";
        using var set = new DataSet();
        await using (var reader = await command.ExecuteReaderAsync())
        {
            set.Load(reader, LoadOption.OverwriteChanges, "first", "second");
        }

        Assert.Equal((1, 2), (set.Tables["first"]!.Rows.Count, set.Tables["second"]!.Rows.Count));
    }

    [Fact]
    public void Everything_goes_through_the_factory_and_the_interfaces()
    {
        var factory = DbProviderFactories.GetFactory(new PostModernConnection())!;
        using IDbConnection connection = factory.CreateConnection()!;
        connection.ConnectionString = server.ConnectionString;
        connection.Open();
        using var transaction = connection.BeginTransaction(IsolationLevel.RepeatableRead);
        using var command = connection.CreateCommand();
        command.Transaction = transaction;
        command.CommandText = "SELECT @a || $b";
        foreach (var (name, value) in new[] { ("@a", "x"), ("b", "y") })
        {
            var parameter = command.CreateParameter();
            (parameter.ParameterName, parameter.Value, parameter.DbType) = (name, value, DbType.String);
            command.Parameters.Add(parameter);
        }

        using (var reader = command.ExecuteReader(CommandBehavior.SingleRow))
        {
            Assert.True(reader.Read());
            Assert.Equal("xy", reader.GetString(0));
        }

        transaction.Commit();
    }

    [Theory]
    [InlineData(DbType.Decimal, 5, "DECIMAL(1,0)")]
    [InlineData(DbType.Currency, "12.50", "DECIMAL(4,2)")]
    [InlineData(DbType.Int16, 5L, "SMALLINT")]
    [InlineData(DbType.Byte, 5, "UTINYINT")]
    [InlineData(DbType.UInt64, 5, "UBIGINT")]
    [InlineData(DbType.Double, 5, "DOUBLE")]
    [InlineData(DbType.String, 5, "VARCHAR")]
    [InlineData(DbType.AnsiStringFixedLength, "x", "VARCHAR")]
    [InlineData(DbType.Date, "2024-02-29", "DATE")]
    [InlineData(DbType.DateTime2, "2024-02-29 01:02:03", "TIMESTAMP")]
    [InlineData(DbType.DateTimeOffset, "2024-02-29 01:02:03+01:00", "TIMESTAMP WITH TIME ZONE")]
    [InlineData(DbType.Time, "01:02:03", "TIME")]
    [InlineData(DbType.Object, 5, "INTEGER")]
    public async Task A_parameter_is_sent_as_the_type_that_it_is_given(DbType type, object value, string sent)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT typeof(@x)", connection);
        command.Parameters.Add("x", type).Value = value;
        Assert.Equal(sent, await command.ExecuteScalarAsync());

        command.Parameters[0].Value = DBNull.Value;
        command.CommandText = "SELECT @x IS NULL";
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Size_precision_and_scale_are_kept_to()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT @text || typeof(@number) || octet_length(@bytes)", connection);
        command.Parameters.Add(new PostModernParameter("text", "abcdef") { Size = 3 });
        command.Parameters.Add(new PostModernParameter("number", 1.5m) { Precision = 10, Scale = 4 });
        command.Parameters.Add(new PostModernParameter("bytes", new byte[] { 1, 2, 3 }) { Size = 2 });

        Assert.Equal("abcDECIMAL(10,4)2", await command.ExecuteScalarAsync());
    }

    [Theory]
    [InlineData(DbType.Decimal, "many")]
    [InlineData(DbType.Int32, "many")]
    [InlineData(DbType.Byte, 256)]
    [InlineData(DbType.Int32, 1.5)]
    [InlineData(DbType.Date, "the other day")]
    public async Task A_value_that_is_not_of_its_type_is_an_invalid_cast_that_names_it(DbType type, object value)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand("SELECT @amount", connection);
        command.Parameters.Add("amount", type).Value = value;

        var error = await Assert.ThrowsAsync<InvalidCastException>(() => command.ExecuteScalarAsync());

        Assert.Contains("amount", error.Message, StringComparison.Ordinal);
        Assert.Equal(1, await connection.ScalarAsync("SELECT 1"));
    }
}
