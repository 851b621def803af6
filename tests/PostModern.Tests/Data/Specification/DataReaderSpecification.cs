using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of <see cref="DbDataReader"/>.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class DataReaderSpecification(LocalServer server) : IDisposable
{
    private readonly PostModernConnection _connection = Open(server.ConnectionString);

    public static TheoryData<Action<DbDataReader>> RowMembers => new()
    {
        reader => reader.GetValue(0),
        reader => reader.GetValues(new object[1]),
        reader => reader.IsDBNull(0),
        reader => reader.IsDBNullAsync(0).GetAwaiter().GetResult(),
        reader => reader.GetFieldValue<DBNull>(0),
        reader => reader.GetFieldValueAsync<object>(0).GetAwaiter().GetResult(),
        reader => reader.GetBoolean(0),
        reader => reader.GetByte(0),
        reader => reader.GetBytes(0, 0, new byte[1], 0, 1),
        reader => reader.GetChar(0),
        reader => reader.GetChars(0, 0, new char[1], 0, 1),
        reader => reader.GetDateTime(0),
        reader => reader.GetDecimal(0),
        reader => reader.GetDouble(0),
        reader => reader.GetFloat(0),
        reader => reader.GetGuid(0),
        reader => reader.GetInt16(0),
        reader => reader.GetInt32(0),
        reader => reader.GetInt64(0),
        reader => reader.GetStream(0),
        reader => reader.GetString(0),
        reader => reader.GetTextReader(0),
    };

    public static TheoryData<Action<DbDataReader>> ColumnMembers => new()
    {
        reader => reader.GetName(0),
        reader => reader.GetDataTypeName(0),
        reader => reader.GetFieldType(0),
        reader => reader.GetOrdinal("x"),
    };

    public static TheoryData<Action<DbDataReader>> OpenMembers => new()
    {
        reader => reader.Read(),
        reader => reader.NextResult(),
        reader => _ = reader.FieldCount,
        reader => _ = reader.HasRows,
        reader => _ = reader.Depth,
        reader => reader.GetSchemaTable(),
        reader => reader.GetColumnSchema(),
    };

    public void Dispose() => _connection.Dispose();

    [Theory]
    [MemberData(nameof(RowMembers))]
    public void Values_are_there_on_a_row_only(Action<DbDataReader> member)
    {
        using var reader = Execute("SELECT NULL AS x");
        Assert.Throws<InvalidOperationException>(() => member(reader));
        Assert.True(reader.Read());
        Assert.False(reader.Read());
        Assert.Throws<InvalidOperationException>(() => member(reader));
    }

    [Theory]
    [MemberData(nameof(RowMembers))]
    [MemberData(nameof(ColumnMembers))]
    public void A_statement_without_columns_has_no_values(Action<DbDataReader> member)
    {
        using var reader = Execute("CREATE TEMP TABLE IF NOT EXISTS nothing_in_it (x INTEGER); DELETE FROM nothing_in_it WHERE 1 = 0");

        Assert.Throws<InvalidOperationException>(() => member(reader));
    }

    [Fact]
    public void A_statement_without_columns_is_described_by_nothing()
    {
        using var reader = Execute("CREATE TEMP TABLE IF NOT EXISTS nothing_in_it (x INTEGER); DELETE FROM nothing_in_it WHERE 1 = 0");

        Assert.Equal((0, false, false, false), (reader.FieldCount, reader.HasRows, reader.Read(), reader.NextResult()));
        Assert.Null(reader.GetSchemaTable());
        Assert.Empty(reader.GetColumnSchema());
        Assert.Equal(0, reader.RecordsAffected);
    }

    [Theory]
    [MemberData(nameof(RowMembers))]
    [MemberData(nameof(ColumnMembers))]
    [MemberData(nameof(OpenMembers))]
    public void A_closed_reader_tells_nothing_but_that(Action<DbDataReader> member)
    {
        var reader = Execute("SELECT NULL AS x");
        Assert.True(reader.Read());
        reader.Dispose();
        reader.Dispose();
        reader.Close();

        Assert.True(reader.IsClosed);
        Assert.Throws<InvalidOperationException>(() => member(reader));
        Assert.Equal(-1, reader.RecordsAffected);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1)]
    public void An_ordinal_without_column_is_out_of_range(int ordinal)
    {
        using var reader = Execute("SELECT 1 AS x");
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetName(ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetDataTypeName(ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetFieldType(ordinal));
        Assert.True(reader.Read());
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetValue(ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => reader.IsDBNull(ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetInt32(ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetFieldValue<int>(ordinal));
        Assert.Throws<IndexOutOfRangeException>(() => reader[ordinal]);
    }

    [Fact]
    public void Names_are_found_exactly_first_and_in_any_case_then()
    {
        using var reader = Execute("SELECT 1 AS Id, 2 AS \"other\", 3 AS \"OTHER\"");

        Assert.Equal((0, 0, 1, 2), (reader.GetOrdinal("Id"), reader.GetOrdinal("iD"), reader.GetOrdinal("other"), reader.GetOrdinal("OTHER")));
        Assert.Throws<IndexOutOfRangeException>(() => reader.GetOrdinal("Name"));
        Assert.Throws<ArgumentNullException>(() => reader.GetOrdinal(null!));
        Assert.True(reader.Read());
        Assert.Equal((1, 2), (reader["ID"], reader[1]));
    }

    [Fact]
    public void Rows_are_read_once_and_their_end_stays_the_end()
    {
        using var reader = Execute("SELECT range FROM range(2)");
        Assert.True(reader.HasRows);
        Assert.True(reader.Read() && reader.Read());
        Assert.True(reader.HasRows);
        Assert.False(reader.Read());
        Assert.False(reader.Read());
        Assert.False(reader.NextResult());
        Assert.False(reader.NextResult());
        Assert.Equal(0, reader.Depth);
    }

    [Fact]
    public void Results_follow_each_other()
    {
        using var reader = Execute("SELECT 1 AS a WHERE 0 = 1; SELECT 2 AS b; CREATE TEMP TABLE IF NOT EXISTS between (x INTEGER); SELECT 'c' AS c, 3");
        Assert.Equal((false, "a"), (reader.HasRows, reader.GetName(0)));
        Assert.False(reader.Read());
        Assert.True(reader.NextResult());
        Assert.Equal((true, "b"), (reader.HasRows, reader.GetName(0)));
        Assert.True(reader.NextResult());
        Assert.True(reader.Read());
        Assert.Equal(("c", 2), (reader.GetString(0), reader.FieldCount));
        Assert.False(reader.NextResult());
        Assert.Equal(0, reader.FieldCount);
    }

    [Fact]
    public void All_values_of_a_row_come_together()
    {
        using var reader = Execute("SELECT 'a', NULL");
        Assert.True(reader.Read());
        var wide = new object[3];
        var narrow = new object[1];

        Assert.Equal((2, 1, 0), (reader.GetValues(wide), reader.GetValues(narrow), reader.GetValues([])));
        Assert.Equal(new object?[] { "a", DBNull.Value, null }, wide);
        Assert.Equal("a", Assert.Single(narrow));
        Assert.Throws<ArgumentNullException>(() => reader.GetValues(null!));
    }

    [Fact]
    public void Bytes_are_copied_as_far_as_there_is_room()
    {
        using var reader = Execute("SELECT '\\x01\\x02\\x03\\x04'::BLOB");
        Assert.True(reader.Read());
        var buffer = new byte[5];

        Assert.Equal(4, reader.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(2, reader.GetBytes(0, 1, buffer, 2, 2));
        Assert.Equal([0, 0, 2, 3, 0], buffer);
        Assert.Equal(0, reader.GetBytes(0, 6, buffer, 0, 5));
        Assert.Equal(0, reader.GetBytes(0, 0, buffer, 5, 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, -1, buffer, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, 0, buffer, -1, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetBytes(0, 0, buffer, 6, 0));
        Assert.ThrowsAny<ArgumentException>(() => reader.GetBytes(0, 0, buffer, 3, 3));
    }

    [Fact]
    public void Characters_are_copied_as_far_as_there_is_room()
    {
        using var reader = Execute("SELECT 'abcd'");
        Assert.True(reader.Read());
        var buffer = new char[5];

        Assert.Equal(4, reader.GetChars(0, 0, null, 0, 0));
        Assert.Equal(2, reader.GetChars(0, 1, buffer, 2, 2));
        Assert.Equal("\0\0bc\0", new string(buffer));
        Assert.Equal(0, reader.GetChars(0, 6, buffer, 0, 5));
        Assert.Throws<ArgumentOutOfRangeException>(() => reader.GetChars(0, -1, buffer, 0, 5));
        Assert.ThrowsAny<ArgumentException>(() => reader.GetChars(0, 0, buffer, 3, 3));
    }

    [Theory]
    [InlineData("Ä")]
    [InlineData("Ḁ")]
    [InlineData("😀")]
    [InlineData("")]
    public void Text_of_any_alphabet_is_the_same_by_every_getter(string text)
    {
        using var reader = Execute($"SELECT '{text}'");
        Assert.True(reader.Read());

        Assert.Equal((text, text, text), (reader.GetString(0), reader.GetFieldValue<string>(0), reader.GetValue(0)));
        Assert.Equal(text, reader.GetTextReader(0).ReadToEnd());
        Assert.Equal(text, reader.GetFieldValue<System.IO.TextReader>(0).ReadToEnd());
    }

    [Fact]
    public async Task A_cancelled_token_cancels_the_task()
    {
        using var reader = Execute("SELECT 1");
        Assert.True(reader.Read());
        var cancelled = new CancellationToken(true);
        Task[] tasks =
        [
            reader.IsDBNullAsync(0, cancelled),
            reader.GetFieldValueAsync<int>(0, cancelled),
            reader.ReadAsync(cancelled),
            reader.NextResultAsync(cancelled),
            reader.GetColumnSchemaAsync(cancelled),
        ];

        foreach (var task in tasks)
        {
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
            Assert.True(task.IsCanceled);
        }

        Assert.Equal(1, reader.GetInt32(0));
    }

    [Fact]
    public void Columns_are_described()
    {
        using var reader = Execute("SELECT 1 AS id, 1.5::DECIMAL(9, 2) AS price");
        var columns = reader.GetColumnSchema();
        using var table = reader.GetSchemaTable();

        Assert.Equal(["id", "price"], columns.Select(column => column.ColumnName));
        Assert.Equal((typeof(int), "INTEGER"), (columns[0].DataType, columns[0].DataTypeName));
        Assert.Equal((9, 2), (columns[1].NumericPrecision, columns[1].NumericScale));
        Assert.Equal(["id", "price"], table!.Rows.Cast<DataRow>().Select(row => row[SchemaTableColumn.ColumnName]));
        Assert.Equal([0, 1], table.Rows.Cast<DataRow>().Select(row => row[SchemaTableColumn.ColumnOrdinal]));
    }

    [Fact]
    public void Enumerating_goes_over_the_rows()
    {
        using var reader = Execute("SELECT range AS n FROM range(3)");

        Assert.Equal([0L, 1L, 2L], reader.Cast<IDataRecord>().Select(record => record.GetInt64(0)));
    }

    private static PostModernConnection Open(string connectionString)
    {
        var connection = new PostModernConnection(connectionString);
        connection.Open();
        return connection;
    }

    private PostModernDataReader Execute(string sql)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteReader();
    }
}
