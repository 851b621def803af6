using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Specs.ForeignClients;

/// <summary>A column to write, and what a foreign reader must see in it.</summary>
/// <param name="Name">The type as apache-arrow names it, so that the type is checked with the values.</param>
/// <param name="Values">Three rows; one is null.</param>
/// <param name="Texts">The rows as clients/ipc.mjs prints them.</param>
internal sealed record ArrowStreamColumn(string Name, ArrowType Type, object?[] Values, string[] Texts)
{
    private static readonly DateTime Moment = new(2024, 2, 29, 23, 59, 58, 250);

    public static IReadOnlyList<ArrowStreamColumn> All { get; } =
    [
        new("Null", ArrowTypes.Null, [null, null, null], ["null", "null", "null"]),
        new("Bool", ArrowTypes.Boolean, [true, null, false], ["true", "null", "false"]),
        new("Int8", ArrowTypes.Int8, [sbyte.MinValue, null, sbyte.MaxValue], ["-128", "null", "127"]),
        new("Int16", ArrowTypes.Int16, [short.MinValue, null, short.MaxValue], ["-32768", "null", "32767"]),
        new("Int32", ArrowTypes.Int32, [int.MinValue, null, int.MaxValue], ["-2147483648", "null", "2147483647"]),
        new("Int64", ArrowTypes.Int64, [long.MinValue, null, long.MaxValue], ["-9223372036854775808", "null", "9223372036854775807"]),
        new("Uint8", ArrowTypes.UInt8, [byte.MinValue, null, byte.MaxValue], ["0", "null", "255"]),
        new("Uint16", ArrowTypes.UInt16, [ushort.MinValue, null, ushort.MaxValue], ["0", "null", "65535"]),
        new("Uint32", ArrowTypes.UInt32, [uint.MinValue, null, uint.MaxValue], ["0", "null", "4294967295"]),
        new("Uint64", ArrowTypes.UInt64, [ulong.MinValue, null, ulong.MaxValue], ["0", "null", "18446744073709551615"]),
        new("Float32", ArrowTypes.Float32, [1.5f, null, -0.25f], ["1.5", "null", "-0.25"]),
        new("Float64", ArrowTypes.Float64, [0.1, null, double.PositiveInfinity], ["0.1", "null", "Infinity"]),
        new("Decimal[9e+3]", new DecimalType(9, 3), [12.345m, null, -0.001m], ["12.345", "null", "-0.001"]),
        new(
            "Decimal[38e0]",
            new DecimalType(38, 0),
            [BigInteger.Parse("99999999999999999999999999999999999999"), null, BigInteger.MinusOne],
            ["99999999999999999999999999999999999999", "null", "-1"]),
        new("Utf8", ArrowTypes.Utf8, ["žluť 漢字 🦓", null, ""], ["žluť 漢字 🦓", "null", ""]),
        new("Binary", ArrowTypes.Binary, [new byte[] { 0xCA, 0xFE }, null, Array.Empty<byte>()], ["cafe", "null", ""]),
        new("FixedSizeBinary[2]", new FixedSizeBinaryType(2), [new byte[] { 1, 2 }, null, new byte[] { 3, 4 }], ["0102", "null", "0304"]),
        new("Date32<DAY>", ArrowTypes.Date32, [new DateOnly(2024, 2, 29), null, new DateOnly(1969, 12, 31)], ["1709164800000", "null", "-86400000"]),
        new("Time64<MICROSECOND>", new TimeType(TimeUnit.Microsecond), [new TimeOnly(23, 59, 58, 250), null, TimeOnly.MinValue], ["86398250000", "null", "0"]),
        new("Time64<NANOSECOND>", new TimeType(TimeUnit.Nanosecond), [new TimeOnly(23, 59, 58, 250), null, TimeOnly.MinValue], ["86398250000000", "null", "0"]),
        new("Timestamp<SECOND>", new TimestampType(TimeUnit.Second), [Moment, null, DateTime.UnixEpoch], ["1709251198000", "null", "0"]),
        new("Timestamp<MILLISECOND>", new TimestampType(TimeUnit.Millisecond), [Moment, null, DateTime.UnixEpoch], ["1709251198250", "null", "0"]),
        new("Timestamp<MICROSECOND>", ArrowTypes.Timestamp, [Moment, null, DateTime.UnixEpoch], ["1709251198250", "null", "0"]),
        new("Timestamp<NANOSECOND>", new TimestampType(TimeUnit.Nanosecond), [Moment, null, DateTime.UnixEpoch], ["1709251198250", "null", "0"]),
        new("Timestamp<MICROSECOND, UTC>", ArrowTypes.TimestampUtc, [new DateTimeOffset(Moment, TimeSpan.Zero), null, DateTimeOffset.UnixEpoch], ["1709251198250", "null", "0"]),
        new("Duration<MICROSECOND>", new DurationType(TimeUnit.Microsecond), [TimeSpan.FromMilliseconds(1.5), null, TimeSpan.Zero], ["1500", "null", "0"]),
        new("Interval<MONTH_DAY_NANO>", new IntervalType(IntervalUnit.MonthDayNano), [new MonthDayNano(1, 2, 3), null, new MonthDayNano(0, 0, 0)], ["(1 2 3 0)", "null", "(0 0 0 0)"]),
        new("List<Int32>", new ListType(ArrowTypes.Int32), [new object?[] { 1, null }, null, Array.Empty<object?>()], ["[1, null]", "null", "[]"]),
        new("FixedSizeList[2]<Float32>", new FixedSizeListType(ArrowTypes.Float32, 2), [new[] { 0.5f, 1.5f }, null, new[] { 2f, 3f }], ["[0.5, 1.5]", "null", "[2, 3]"]),
        new(
            "Struct<{a:Int32, b:Utf8}>",
            new StructType(new Field("a", ArrowTypes.Int32), new Field("b", ArrowTypes.Utf8)),
            [new object?[] { 1, "x" }, null, new object?[] { null, "" }],
            ["{a: 1, b: x}", "null", "{a: null, b: }"]),
        new(
            "Map<{key:Utf8, value:Int32}>",
            new MapType(ArrowTypes.Utf8, ArrowTypes.Int32),
            [new Dictionary<string, int?> { ["a"] = 1, ["b"] = null }, null, new Dictionary<string, int?>()],
            ["{a=1, b=null}", "null", "{}"]),
        new("DenseUnion<Int32 | Utf8>", new UnionType(true, Alternatives, new ValueList<int>([0, 1])), [1, "x", null], ["1", "x", "null"]),
        new("SparseUnion<Int32 | Utf8>", new UnionType(false, Alternatives, new ValueList<int>([0, 1])), [1, "x", null], ["1", "x", "null"]),
    ];

    private static FieldList Alternatives => new([new Field("number", ArrowTypes.Int32), new Field("text", ArrowTypes.Utf8)]);
}
