using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>Every typed getter on a value of every type: what it gives, or how it fails; and GetFieldValue of the same type alike.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ConversionSpecification(LocalServer server)
{
    private static readonly Dictionary<string, (Func<DbDataReader, object> Typed, Func<DbDataReader, object> Generic)> Getters = new()
    {
        ["Boolean"] = (r => r.GetBoolean(0), r => r.GetFieldValue<bool>(0)),
        ["Byte"] = (r => r.GetByte(0), r => r.GetFieldValue<byte>(0)),
        ["Char"] = (r => r.GetChar(0), r => r.GetFieldValue<char>(0)),
        ["DateTime"] = (r => r.GetDateTime(0), r => r.GetFieldValue<DateTime>(0)),
        ["Decimal"] = (r => r.GetDecimal(0), r => r.GetFieldValue<decimal>(0)),
        ["Double"] = (r => r.GetDouble(0), r => r.GetFieldValue<double>(0)),
        ["Float"] = (r => r.GetFloat(0), r => r.GetFieldValue<float>(0)),
        ["Guid"] = (r => r.GetGuid(0), r => r.GetFieldValue<Guid>(0)),
        ["Int16"] = (r => r.GetInt16(0), r => r.GetFieldValue<short>(0)),
        ["Int32"] = (r => r.GetInt32(0), r => r.GetFieldValue<int>(0)),
        ["Int64"] = (r => r.GetInt64(0), r => r.GetFieldValue<long>(0)),
        ["String"] = (r => r.GetString(0), r => r.GetFieldValue<string>(0)),
        ["Bytes"] = (r => ReadAll(r.GetStream(0)), r => r.GetFieldValue<byte[]>(0)),
    };

    // Each value with the getters that read it; all others are invalid casts, but for those that overflow.
    private static readonly (string Sql, (string Getter, object Value)[] Reads, string[] Overflows)[] Values =
    [
        ("false", [("Boolean", false)], []),
        ("true", [("Boolean", true)], []),
        ("255::UTINYINT", [("Byte", (byte)255), ("Int16", (short)255), ("Int32", 255), ("Int64", 255L), ("Decimal", 255m), ("Double", 255d), ("Float", 255f)], []),
        ("(-128)::TINYINT", [("Int16", (short)-128), ("Int32", -128), ("Int64", -128L), ("Decimal", -128m), ("Double", -128d), ("Float", -128f)], []),
        ("(-32768)::SMALLINT", [("Int16", short.MinValue), ("Int32", -32768), ("Int64", -32768L), ("Decimal", -32768m), ("Double", -32768d), ("Float", -32768f)], []),
        ("65535::USMALLINT", [("Int32", 65535), ("Int64", 65535L), ("Decimal", 65535m), ("Double", 65535d), ("Float", 65535f)], ["Int16"]),
        ("1::INTEGER", [("Int16", (short)1), ("Int32", 1), ("Int64", 1L), ("Decimal", 1m), ("Double", 1d), ("Float", 1f)], []),
        ("2147483647::INTEGER", [("Int32", int.MaxValue), ("Int64", 2147483647L), ("Decimal", 2147483647m), ("Double", 2147483647d), ("Float", 2147483647f)], ["Int16"]),
        ("4294967295::UINTEGER", [("Int64", 4294967295L), ("Decimal", 4294967295m), ("Double", 4294967295d), ("Float", 4294967295f)], ["Int16", "Int32"]),
        ("(-9223372036854775808)::BIGINT", [("Int64", long.MinValue), ("Decimal", (decimal)long.MinValue), ("Double", (double)long.MinValue), ("Float", (float)long.MinValue)], ["Int16", "Int32"]),
        ("18446744073709551615::UBIGINT", [("Decimal", (decimal)ulong.MaxValue), ("Double", (double)ulong.MaxValue), ("Float", (float)ulong.MaxValue)], ["Int16", "Int32", "Int64"]),
        ("1.18e-38::FLOAT", [("Float", 1.18e-38f), ("Double", (double)1.18e-38f)], []),
        ("1.79e308::DOUBLE", [("Double", 1.79e308)], []),
        ("0.000000000000001::DECIMAL(36, 15)", [("Decimal", 0.000000000000001m), ("Double", 1e-15), ("Float", 1e-15f)], []),
        ("99999999999999999999.999999999999999::DECIMAL(36, 15)", [("Double", 1e20), ("Float", 1e20f)], ["Decimal"]),
        ("7999999999999.999999999999999::DECIMAL(28, 15)", [("Decimal", 7999999999999.999999999999999m), ("Double", 8e12), ("Float", 8e12f)], []),
        ("'11111111-1111-1111-1111-111111111111'::UUID", [("Guid", new Guid("11111111-1111-1111-1111-111111111111"))], []),
        ("DATE '0001-01-01'", [("DateTime", new DateTime(1, 1, 1))], []),
        ("DATE '9999-12-31'", [("DateTime", new DateTime(9999, 12, 31))], []),
        ("TIMESTAMP '1111-11-11 11:11:11.111'", [("DateTime", new DateTime(1111, 11, 11, 11, 11, 11, 111))], []),
        ("TIMESTAMP '9999-12-31 23:59:59.999'", [("DateTime", new DateTime(9999, 12, 31, 23, 59, 59, 999))], []),
        ("TIMESTAMPTZ '1111-11-11 11:11:11.111+11:11'", [("DateTime", new DateTime(1111, 11, 11, 0, 0, 11, 111))], []),
        ("TIME '11:11:11.111'", [], []),
        ("''", [("String", "")], []),
        ("'1'", [("String", "1"), ("Char", '1')], []),
        ("'more'", [("String", "more")], []),
        ("'\\x11'::BLOB", [("Bytes", new byte[] { 0x11 })], []),
        ("''::BLOB", [("Bytes", Array.Empty<byte>())], []),
    ];

    public static TheoryData<string> Cases => [.. Values.Select(value => value.Sql)];

    public static TheoryData<string> Types => ["BOOLEAN", "UTINYINT", "SMALLINT", "INTEGER", "BIGINT", "FLOAT", "DOUBLE", "DECIMAL(9,2)", "UUID", "DATE", "TIME", "TIMESTAMP", "TIMESTAMPTZ", "VARCHAR", "BLOB"];

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task A_getter_reads_fails_or_overflows(string sql)
    {
        var (_, reads, overflows) = Values.First(value => value.Sql == sql);
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand($"SELECT {sql}", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        foreach (var (name, (typed, generic)) in Getters)
        {
            if (reads.FirstOrDefault(read => read.Getter == name) is { Getter: not null } expected)
            {
                Assert.Equal(expected.Value, typed(reader));
                Assert.Equal(expected.Value, generic(reader));
            }
            else
            {
                var failure = overflows.Contains(name) ? typeof(OverflowException) : typeof(InvalidCastException);
                Assert.Throws(failure, () => typed(reader));
                Assert.Throws(failure, () => generic(reader));
            }
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public async Task NULL_is_an_invalid_cast_but_for_what_has_room_for_it(string type)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand($"SELECT NULL::{type}", connection);
        await using DbDataReader reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        Assert.All(Getters.Values, getter =>
        {
            Assert.Throws<InvalidCastException>(() => getter.Typed(reader));
            Assert.Throws<InvalidCastException>(() => getter.Generic(reader));
        });
        Assert.True(reader.IsDBNull(0));
        Assert.True(await reader.IsDBNullAsync(0));
        Assert.Same(DBNull.Value, reader.GetValue(0));
        Assert.Same(DBNull.Value, reader[0]);
        Assert.Same(DBNull.Value, reader.GetFieldValue<DBNull>(0));
        Assert.Same(DBNull.Value, await reader.GetFieldValueAsync<object>(0));
        await Assert.ThrowsAsync<InvalidCastException>(() => reader.GetFieldValueAsync<int>(0));
    }

    [Theory]
    [InlineData("true", typeof(bool), DbType.Boolean)]
    [InlineData("1::UTINYINT", typeof(byte), DbType.Byte)]
    [InlineData("1::TINYINT", typeof(sbyte), DbType.SByte)]
    [InlineData("1::SMALLINT", typeof(short), DbType.Int16)]
    [InlineData("1::USMALLINT", typeof(ushort), DbType.UInt16)]
    [InlineData("1::INTEGER", typeof(int), DbType.Int32)]
    [InlineData("1::UINTEGER", typeof(uint), DbType.UInt32)]
    [InlineData("1::BIGINT", typeof(long), DbType.Int64)]
    [InlineData("1::UBIGINT", typeof(ulong), DbType.UInt64)]
    [InlineData("1::FLOAT", typeof(float), DbType.Single)]
    [InlineData("1::DOUBLE", typeof(double), DbType.Double)]
    [InlineData("1.25::DECIMAL(9, 2)", typeof(decimal), DbType.Decimal)]
    [InlineData("'1'", typeof(string), DbType.String)]
    [InlineData("'\\x11'::BLOB", typeof(byte[]), DbType.Binary)]
    [InlineData("'11111111-1111-1111-1111-111111111111'::UUID", typeof(Guid), DbType.Guid)]
    [InlineData("DATE '2024-02-29'", typeof(DateOnly), DbType.Date)]
    [InlineData("TIME '11:11:11'", typeof(TimeOnly), DbType.Time)]
    [InlineData("TIMESTAMP '2024-02-29 11:11:11'", typeof(DateTime), DbType.DateTime2)]
    public async Task A_value_has_its_columns_type_and_goes_back_as_a_parameter(string sql, Type type, DbType dbType)
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand($"SELECT {sql}", connection);
        object value;
        await using (var reader = await command.ExecuteReaderAsync())
        {
            Assert.True(await reader.ReadAsync());
            Assert.Equal(type, reader.GetFieldType(0));
            value = reader.GetValue(0);
            Assert.IsType(type, value);
        }

        command.CommandText = $"SELECT @value IS NOT DISTINCT FROM {sql}";
        var parameter = command.Parameters.AddWithValue("value", value);
        Assert.Equal(dbType, parameter.DbType);
        Assert.Equal(true, await command.ExecuteScalarAsync());
        parameter.DbType = dbType;
        Assert.Equal(true, await command.ExecuteScalarAsync());
    }

    [Fact]
    public async Task Dates_and_times_are_read_as_either_generation_of_types()
    {
        await using var connection = await server.ConnectAsync();
        await using var command = new PostModernCommand(
            "SELECT DATE '1111-11-11', TIME '11:11:11.111', TIMESTAMPTZ '1111-11-11 11:11:11.111+11:11', TIMESTAMP '1111-11-11 00:00:00'", connection);
        await using var reader = await command.ExecuteReaderAsync();
        Assert.True(await reader.ReadAsync());

        Assert.Equal(new DateTime(1111, 11, 11), reader.GetFieldValue<DateTime>(0));
        Assert.Equal(new DateOnly(1111, 11, 11), reader.GetFieldValue<DateOnly>(0));
        Assert.Equal(new TimeSpan(0, 11, 11, 11, 111), reader.GetFieldValue<TimeSpan>(1));
        Assert.Equal(new TimeOnly(11, 11, 11, 111), reader.GetFieldValue<TimeOnly>(1));
        Assert.Equal(new DateTimeOffset(1111, 11, 11, 11, 11, 11, 111, new TimeSpan(11, 11, 0)), reader.GetFieldValue<DateTimeOffset>(2));
        Assert.Equal(DateTimeKind.Utc, reader.GetDateTime(2).Kind);
        Assert.Equal(new DateOnly(1111, 11, 11), reader.GetFieldValue<DateOnly>(3));
    }

    [Fact]
    public async Task A_stored_value_is_what_it_was()
    {
        await using var connection = await server.ConnectAsync();
        var columns = string.Join(", ", Values.Select((value, i) => $"{value.Sql} AS c{i}"));
        await connection.ExecuteAsync($"CREATE OR REPLACE TABLE stored_values AS SELECT {columns}; INSERT INTO stored_values (c0) VALUES (NULL)");
        await using var command = new PostModernCommand($"SELECT {columns}; SELECT * FROM stored_values WHERE c0 IS NOT NULL; SELECT * FROM stored_values WHERE c0 IS NULL", connection);
        await using var reader = await command.ExecuteReaderAsync();
        var (literal, literalTypes) = await ReadRowAsync(reader);
        var (stored, storedTypes) = await ReadRowAsync(reader);
        var (nulls, nullTypes) = await ReadRowAsync(reader);

        Assert.Equal(literal, stored);
        Assert.Equal(literalTypes, storedTypes);
        Assert.Equal(literalTypes, nullTypes);
        Assert.All(nulls, value => Assert.Same(DBNull.Value, value));
    }

    private static async Task<(object[] Values, List<(Type, string)> Types)> ReadRowAsync(PostModernDataReader reader)
    {
        Assert.True(await reader.ReadAsync());
        var values = new object[reader.FieldCount];
        reader.GetValues(values);
        var types = Enumerable.Range(0, reader.FieldCount).Select(i => (reader.GetFieldType(i), reader.GetDataTypeName(i))).ToList();
        await reader.NextResultAsync();
        return (values, types);
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
