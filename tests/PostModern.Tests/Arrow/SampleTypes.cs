using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow;

/// <summary>One field of every type and layout that we have; the name says which.</summary>
internal static class SampleTypes
{
    private static readonly FieldList Alternatives = [new Field("number", ArrowTypes.Int32), new Field("text", ArrowTypes.Utf8)];

    public static IReadOnlyList<Field> Flat { get; } =
    [
        new("null", ArrowTypes.Null),
        new("bool", ArrowTypes.Boolean),
        new("int8", ArrowTypes.Int8),
        new("int16", ArrowTypes.Int16),
        new("int32", ArrowTypes.Int32),
        new("int64", ArrowTypes.Int64),
        new("uint8", ArrowTypes.UInt8),
        new("uint16", ArrowTypes.UInt16),
        new("uint32", ArrowTypes.UInt32),
        new("uint64", ArrowTypes.UInt64),
        new("float16", ArrowTypes.Float16),
        new("float32", ArrowTypes.Float32),
        new("float64", ArrowTypes.Float64),
        new("decimal32", new DecimalType(9, 2, 32)),
        new("decimal64", new DecimalType(18, 3, 64)),
        new("decimal128", new DecimalType(38, 10)),
        new("hugeint", new DecimalType(38, 0)),
        new("decimal256", new DecimalType(76, 5, 256)),
        new("utf8", ArrowTypes.Utf8),
        new("large_utf8", new StringType(64)),
        new("binary", ArrowTypes.Binary),
        new("large_binary", new BinaryType(64)),
        new("fixed_binary", new FixedSizeBinaryType(5)),
    ];

    public static IReadOnlyList<Field> Temporal { get; } =
    [
        new("date32", ArrowTypes.Date32),
        new("date64", new DateType(DateUnit.Millisecond)),
        .. Units.Select(unit => new Field($"time_{unit}", new TimeType(unit))),
        .. Units.Select(unit => new Field($"timestamp_{unit}", new TimestampType(unit))),
        .. Units.Select(unit => new Field($"timestamp_utc_{unit}", new TimestampType(unit, "UTC"))),
        .. Units.Select(unit => new Field($"duration_{unit}", new DurationType(unit))),
        new("interval_months", new IntervalType(IntervalUnit.YearMonth)),
        new("interval_day_time", new IntervalType(IntervalUnit.DayTime)),
        new("interval_month_day_nano", new IntervalType(IntervalUnit.MonthDayNano)),
    ];

    public static IReadOnlyList<Field> Nested { get; } =
    [
        new("list", new ListType(ArrowTypes.Int32)),
        new("list_of_lists", new ListType(new ListType(ArrowTypes.Utf8))),
        new("large_list", new ListType(new Field("item", ArrowTypes.Boolean), 64)),
        new("fixed_list", new FixedSizeListType(ArrowTypes.Float32, 3)),
        new("fixed_list_of_bools", new FixedSizeListType(ArrowTypes.Boolean, 5)),
        new("struct", new StructType(new Field("flag", ArrowTypes.Boolean), new Field("text", ArrowTypes.Utf8), new Field("items", new ListType(ArrowTypes.Int64)))),
        new("empty_struct", new StructType()),
        new("map", new MapType(ArrowTypes.Utf8, ArrowTypes.Int32)),
        new("dense_union", new UnionType(true, Alternatives, [0, 1])),
        new("sparse_union", new UnionType(false, Alternatives, [7, 3])),
        new("list_of_structs", new ListType(new StructType(new Field("label", ArrowTypes.Utf8), new Field("score", ArrowTypes.Float32)))),
    ];

    public static IReadOnlyList<Field> Dictionaries { get; } =
    [
        new("dictionary", new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8)),
        new("dictionary_of_numbers", new DictionaryType(ArrowTypes.UInt16, ArrowTypes.Int64, IsOrdered: true)),
        new("list_of_dictionary", new ListType(new DictionaryType(ArrowTypes.Int32, ArrowTypes.Utf8))),
        new("dictionary_of_dictionaries", new DictionaryType(ArrowTypes.Int32, new ListType(new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8)))),
    ];

    public static IReadOnlyList<Field> All { get; } = [.. Flat, .. Temporal, .. Nested, .. Dictionaries];

    private static TimeUnit[] Units => Enum.GetValues<TimeUnit>();

    public static Field Named(string name) => All.Single(field => field.Name == name);

    /// <summary>Names of the fields, as xunit data.</summary>
    public static TheoryData<string> Names(IEnumerable<Field> fields) => [.. fields.Select(field => field.Name)];
}
