using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;

namespace PostModern.DuckDb.Types;

/// <summary>Which Arrow type carries which DuckDB type.</summary>
/// <remarks>
/// Types that Arrow lacks travel as text (UUID, ENUM, BIT, BIGNUM, TIME WITH TIME ZONE as <c>12:34:56.5+02:00</c>) or as
/// decimals. A result's field says which it was in <see cref="TypeNameKey"/>.
/// HUGEINT is decimal128(38, 0), because every <c>sum</c> of integers is one and some drivers read no other decimal: its values of 39 digits
/// exceed the announced precision, but not the 128 bits that readers take. UHUGEINT, which is rare, doesn't fit them and is decimal256(39, 0).
/// TIME is time64[ns], because the ODBC driver takes every time64 for nanoseconds.
/// </remarks>
internal static class ArrowMapping
{
    /// <summary>The metadata key of the DuckDB type's SQL name.</summary>
    public const string TypeNameKey = "PostModern:duckdb_type";

    /// <summary>The Arrow field of a result column.</summary>
    /// <exception cref="ServerException">Unsupported: a type without an Arrow form, such as VARIANT.</exception>
    public static Field ToField(string name, DuckType type, ResultOptions options) => new(name, ToArrow(type, options))
    {
        Metadata = new Dictionary<string, string> { [TypeNameKey] = TypeNames.Format(type) },
    };

    /// <summary>As <see cref="ToField"/>, with <see cref="NullType"/> for a type that is not known before parameters are.</summary>
    public static Field ToOpenField(string name, DuckType type) => type.Id is DuckDbTypeId.Invalid or DuckDbTypeId.Any
        ? new Field(name, ArrowTypes.Null)
        : ToField(name, type, ResultOptions.Default);

    public static ArrowType ToArrow(DuckType type, ResultOptions options) => type.Id switch
    {
        DuckDbTypeId.Boolean => ArrowTypes.Boolean,
        DuckDbTypeId.TinyInt => ArrowTypes.Int8,
        DuckDbTypeId.SmallInt => ArrowTypes.Int16,
        DuckDbTypeId.Integer => ArrowTypes.Int32,
        DuckDbTypeId.BigInt => ArrowTypes.Int64,
        DuckDbTypeId.UTinyInt or DuckDbTypeId.USmallInt or DuckDbTypeId.UInteger or DuckDbTypeId.UBigInt => Unsigned(type.Id, options),
        DuckDbTypeId.Float => ArrowTypes.Float32,
        DuckDbTypeId.Double => ArrowTypes.Float64,
        DuckDbTypeId.HugeInt => new DecimalType(38, 0),
        DuckDbTypeId.UHugeInt => new DecimalType(39, 0, 256),
        DuckDbTypeId.Decimal => new DecimalType(type.Width, type.Scale),
        DuckDbTypeId.Enum when options.EnumsAsDictionaries => new DictionaryType(Index(type.Labels.Count), ArrowTypes.Utf8),
        DuckDbTypeId.Varchar or DuckDbTypeId.Uuid or DuckDbTypeId.Enum or DuckDbTypeId.Bit or DuckDbTypeId.BigNum
            or DuckDbTypeId.TimeTz => ArrowTypes.Utf8,
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => ArrowTypes.Binary,
        DuckDbTypeId.SqlNull => ArrowTypes.Null,
        DuckDbTypeId.Interval => new IntervalType(IntervalUnit.MonthDayNano),
        DuckDbTypeId.List => new ListType(ToArrow(type.Children[0].Type, options)),
        DuckDbTypeId.Array => new FixedSizeListType(ToArrow(type.Children[0].Type, options), type.Size),
        DuckDbTypeId.Map => new MapType(ToArrow(type.Children[0].Type, options), ToArrow(type.Children[1].Type, options)),
        DuckDbTypeId.Struct => new StructType(Fields(type, options)),
        DuckDbTypeId.Union => new UnionType(
            false, new FieldList(Fields(type, options)), new ValueList<int>(Enumerable.Range(0, type.Children.Count))),
        _ => Temporal(type.Id) ?? throw new ServerException(
            ErrorCode.Unsupported,
            $"Columns of type {TypeNames.Format(type)} can't be sent. Cast them in the statement, for example to VARCHAR or JSON."),
    };

    private static ArrowType? Temporal(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.Date => ArrowTypes.Date32,
        DuckDbTypeId.Time or DuckDbTypeId.TimeNs => new TimeType(TimeUnit.Nanosecond),
        DuckDbTypeId.Timestamp => ArrowTypes.Timestamp,
        DuckDbTypeId.TimestampS => new TimestampType(TimeUnit.Second),
        DuckDbTypeId.TimestampMs => new TimestampType(TimeUnit.Millisecond),
        DuckDbTypeId.TimestampNs => new TimestampType(TimeUnit.Nanosecond),
        DuckDbTypeId.TimestampTz => ArrowTypes.TimestampUtc,
        _ => null,
    };

    private static ArrowType Unsigned(DuckDbTypeId id, ResultOptions options) => (id, options.WidensUnsigned) switch
    {
        (DuckDbTypeId.UTinyInt, false) => ArrowTypes.UInt8,
        (DuckDbTypeId.UTinyInt, true) => ArrowTypes.Int16,
        (DuckDbTypeId.USmallInt, false) => ArrowTypes.UInt16,
        (DuckDbTypeId.USmallInt, true) => ArrowTypes.Int32,
        (DuckDbTypeId.UInteger, false) => ArrowTypes.UInt32,
        (DuckDbTypeId.UInteger, true) => ArrowTypes.Int64,
        (_, false) => ArrowTypes.UInt64,
        (_, true) => new DecimalType(20, 0),
    };

    // Signed, as the format recommends: pyarrow before 23 turns no unsigned index into a pandas column.
    private static IntType Index(int labels) => labels switch
    {
        <= sbyte.MaxValue + 1 => ArrowTypes.Int8,
        <= short.MaxValue + 1 => ArrowTypes.Int16,
        _ => ArrowTypes.Int32,
    };

    private static IEnumerable<Field> Fields(DuckType type, ResultOptions options) =>
        type.Children.Select(child => new Field(child.Name, ToArrow(child.Type, options)));
}
