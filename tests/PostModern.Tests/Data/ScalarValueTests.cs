using System.Data.SqlTypes;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Data;

/// <summary>One value of each scalar type, read in every sensible way.</summary>
public sealed class ScalarValueTests
{
    [Fact]
    public void Integers_convert_among_themselves_when_the_value_fits()
    {
        using var reader = Results.ReadValue(ArrowTypes.Int64, 200L);

        Assert.Equal(200L, reader.GetValue(0));
        Assert.Equal(200, reader.GetInt32(0));
        Assert.Equal((short)200, reader.GetInt16(0));
        Assert.Throws<InvalidCastException>(() => reader.GetByte(0));
        Assert.Equal(200UL, reader.GetFieldValue<ulong>(0));
        Assert.Equal((Int128)200, reader.GetFieldValue<Int128>(0));
        Assert.Equal((BigInteger)200, reader.GetFieldValue<BigInteger>(0));
        Assert.Equal(200m, reader.GetDecimal(0));
        Assert.Equal(200d, reader.GetDouble(0));
        Assert.Throws<OverflowException>(() => reader.GetFieldValue<sbyte>(0));
    }

    [Theory]
    [InlineData(long.MaxValue)]
    [InlineData(long.MinValue)]
    public void A_value_that_does_not_fit_overflows(long value)
    {
        using var reader = Results.ReadValue(ArrowTypes.Int64, value);

        Assert.Throws<OverflowException>(() => reader.GetInt32(0));
        Assert.Throws<OverflowException>(() => reader.GetFieldValue<short?>(0));
    }

    [Fact]
    public void Another_kind_of_value_is_an_invalid_cast()
    {
        using var number = Results.ReadValue(ArrowTypes.Int32, 1);
        using var text = Results.ReadValue(ArrowTypes.Utf8, "1");
        using var real = Results.ReadValue(ArrowTypes.Float64, 1d);

        Assert.Throws<InvalidCastException>(() => number.GetBoolean(0));
        Assert.Throws<InvalidCastException>(() => number.GetString(0));
        Assert.Throws<InvalidCastException>(() => number.GetDateTime(0));
        Assert.Throws<InvalidCastException>(() => number.GetGuid(0));
        Assert.Throws<InvalidCastException>(() => text.GetInt32(0));
        Assert.Throws<InvalidCastException>(() => text.GetDouble(0));
        Assert.Throws<InvalidCastException>(() => real.GetFloat(0));
        Assert.Throws<InvalidCastException>(() => real.GetDecimal(0));
        Assert.Throws<InvalidCastException>(() => real.GetInt32(0));
        Assert.Throws<InvalidCastException>(() => number.GetFieldValue<Uri>(0));
    }

    [Fact]
    public void NULL_is_DBNull_or_null_where_the_type_has_room_for_it()
    {
        using var reader = Results.ReadValue(ArrowTypes.Int32, null);

        Assert.True(reader.IsDBNull(0));
        Assert.Same(DBNull.Value, reader.GetValue(0));
        Assert.Same(DBNull.Value, reader.GetFieldValue<object>(0));
        Assert.Same(DBNull.Value, reader.GetFieldValue<DBNull>(0));
        Assert.Null(reader.GetFieldValue<int?>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetInt32(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<int>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<string>(0));
        Assert.Throws<InvalidCastException>(() => reader.GetStream(0));
        Assert.Throws<InvalidCastException>(() => reader.GetTextReader(0));
    }

    [Fact]
    public void A_value_is_no_DBNull()
    {
        using var reader = Results.ReadValue(ArrowTypes.Int32, 1);

        Assert.False(reader.IsDBNull(0));
        Assert.Throws<InvalidCastException>(() => reader.GetFieldValue<DBNull>(0));
    }

    [Fact]
    public void Decimals_keep_every_digit()
    {
        using var reader = Results.ReadValue(new DecimalType(38, 15), 9999999999999.999999999999999m);

        Assert.Equal(9999999999999.999999999999999m, reader.GetValue(0));
        Assert.Equal(1e13, reader.GetDouble(0));
        Assert.Equal(1e13f, reader.GetFloat(0));
        Assert.Throws<InvalidCastException>(() => reader.GetInt64(0));
    }

    [Fact]
    public void A_128_bit_integer_is_a_decimal_while_that_is_possible()
    {
        var huge = Results.DuckDbField(new DecimalType(38, 0), "HUGEINT");
        using var sum = Results.ReadValue(huge, new BigInteger(42));
        using var large = Results.ReadValue(huge, BigInteger.Pow(10, 37));

        Assert.Equal(42m, sum.GetValue(0));
        Assert.Equal(42, sum.GetInt32(0));
        Assert.Equal(typeof(decimal), large.GetFieldType(0));
        Assert.Equal(BigInteger.Pow(10, 37), large.GetValue(0));
        Assert.Equal((Int128)BigInteger.Pow(10, 37), large.GetFieldValue<Int128>(0));
        Assert.Throws<OverflowException>(() => large.GetDecimal(0));
        Assert.Throws<OverflowException>(() => large.GetInt64(0));
    }

    [Fact]
    public void A_number_of_256_bits_is_a_decimal_while_that_is_possible()
    {
        var type = new DecimalType(39, 0, 256);
        using var small = Results.ReadValue(type, new BigInteger(-42));
        using var large = Results.ReadValue(type, (BigInteger)UInt128.MaxValue);
        using var fraction = Results.ReadValue(new DecimalType(76, 2, 256), 1.25m);

        Assert.Equal((-42m, -42L), (small.GetValue(0), small.GetInt64(0)));
        Assert.Equal((BigInteger)UInt128.MaxValue, large.GetValue(0));
        Assert.Equal((double)UInt128.MaxValue, large.GetDouble(0));
        Assert.Throws<OverflowException>(() => large.GetDecimal(0));
        Assert.Equal((1.25m, 1.25), (fraction.GetValue(0), fraction.GetDouble(0)));
        Assert.Throws<InvalidCastException>(() => fraction.GetInt64(0));
    }

    [Fact]
    public void A_decimal_with_too_many_digits_is_a_SqlDecimal()
    {
        const string Text = "12345678901234567890123456789012345.678";
        var type = new DecimalType(38, 3);
        var builder = new DecimalBuilder(type);
        builder.Append(Int128.Parse(Text.Replace(".", "", StringComparison.Ordinal), System.Globalization.CultureInfo.InvariantCulture));
        var schema = new Schema(new Field("x", type));
        using var reader = Results.Read(new PostModern.Data.Readers.ResultSet(schema, Results.Batches(new RecordBatch(schema, 1, [builder.Build()]))));
        Assert.True(reader.Read());

        Assert.Equal(SqlDecimal.Parse(Text), reader.GetValue(0));
        Assert.Equal(SqlDecimal.Parse(Text), reader.GetFieldValue<SqlDecimal>(0));
        Assert.Throws<OverflowException>(() => reader.GetDecimal(0));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("aß😀", 7)]
    public void Text_is_UTF_8(string text, int bytes)
    {
        using var reader = Results.ReadValue(ArrowTypes.Utf8, text);

        Assert.Equal(text, reader.GetValue(0));
        Assert.Equal(text, reader.GetString(0));
        Assert.Equal(text, reader.GetTextReader(0).ReadToEnd());
        Assert.Equal(text, new string(reader.GetFieldValue<char[]>(0)));
        Assert.True(bytes >= text.Length);
    }

    [Fact]
    public void A_character_is_a_text_of_length_one()
    {
        using var one = Results.ReadValue(ArrowTypes.Utf8, "x");
        using var two = Results.ReadValue(ArrowTypes.Utf8, "xy");

        Assert.Equal('x', one.GetChar(0));
        Assert.Equal('x', one.GetFieldValue<char>(0));
        Assert.Throws<InvalidCastException>(() => two.GetChar(0));
    }

    [Fact]
    public void Bytes_come_as_array_memory_and_stream()
    {
        using var reader = Results.ReadValue(ArrowTypes.Binary, new byte[] { 1, 2, 3 });

        Assert.Equal([1, 2, 3], (byte[])reader.GetValue(0));
        Assert.Equal([1, 2, 3], reader.GetFieldValue<byte[]>(0));
        Assert.Equal([1, 2, 3], reader.GetFieldValue<ReadOnlyMemory<byte>>(0).ToArray());
        using var stream = reader.GetStream(0);
        Assert.Equal(1, stream.ReadByte());
        Assert.Throws<InvalidCastException>(() => reader.GetString(0));
    }

    [Fact]
    public void UUIDs_are_Guids_in_either_form()
    {
        var id = Guid.Parse("0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22");
        using var text = Results.ReadValue(Results.DuckDbField(ArrowTypes.Utf8, "UUID"), id.ToString());
        using var bytes = Results.ReadValue(Results.DuckDbField(new FixedSizeBinaryType(16), "UUID"), id.ToByteArray(bigEndian: true));

        Assert.Equal(id, text.GetValue(0));
        Assert.Equal(id, text.GetGuid(0));
        Assert.Equal(id, bytes.GetFieldValue<Guid>(0));
    }

    [Fact]
    public void Integers_of_any_size_travel_as_text()
    {
        using var reader = Results.ReadValue(Results.DuckDbField(ArrowTypes.Utf8, "BIGNUM"), "-123456789012345678901234567890123456789012345");

        Assert.Equal(BigInteger.Parse("-123456789012345678901234567890123456789012345"), reader.GetValue(0));
        Assert.Throws<OverflowException>(() => reader.GetInt64(0));
    }

    [Fact]
    public void Intervals_are_time_spans_unless_they_have_months()
    {
        var type = new IntervalType(IntervalUnit.MonthDayNano);
        using var days = Results.ReadValue(type, new MonthDayNano(0, 2, 1_500));
        using var months = Results.ReadValue(type, new MonthDayNano(1, 2, 3));

        Assert.Equal(TimeSpan.FromDays(2) + TimeSpan.FromMicroseconds(1.5), days.GetValue(0));
        Assert.Equal(new MonthDayNano(1, 2, 3), months.GetValue(0));
        Assert.Equal(new MonthDayNano(0, 2, 1_500), days.GetFieldValue<MonthDayNano>(0));
        Assert.Throws<InvalidCastException>(() => months.GetFieldValue<TimeSpan>(0));
    }

    [Fact]
    public void Enums_are_read_by_name_and_by_number()
    {
        using var name = Results.ReadValue(ArrowTypes.Utf8, "tuesday");
        using var number = Results.ReadValue(ArrowTypes.Int32, 2);

        Assert.Equal(DayOfWeek.Tuesday, name.GetFieldValue<DayOfWeek>(0));
        Assert.Equal(DayOfWeek.Tuesday, number.GetFieldValue<DayOfWeek?>(0));
    }
}
