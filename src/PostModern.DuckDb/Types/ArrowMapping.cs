using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Native;

namespace PostModern.DuckDb.Types;

/// <summary>Which Arrow type carries which DuckDB type.</summary>
/// <remarks>
/// Types that Arrow lacks travel as text (UUID, ENUM, BIT, BIGNUM, TIME WITH TIME ZONE as <c>12:34:56.5+02:00</c>) or as
/// decimal128 (HUGEINT, UHUGEINT). A result's field says which it was in <see cref="TypeNameKey"/>.
/// </remarks>
internal static class ArrowMapping
{
    /// <summary>The metadata key of the DuckDB type's SQL name.</summary>
    public const string TypeNameKey = "PostModern:duckdb_type";

    /// <summary>The Arrow field of a result column.</summary>
    /// <exception cref="ServerException">Unsupported: a type without an Arrow form, such as VARIANT.</exception>
    public static Field ToField(string name, DuckType type) => new(name, ToArrow(type))
    {
        Metadata = new Dictionary<string, string> { [TypeNameKey] = TypeNames.Format(type) },
    };

    /// <summary>As <see cref="ToField"/>, with <see cref="NullType"/> for a type that is not known before parameters are.</summary>
    public static Field ToOpenField(string name, DuckType type) => type.Id is DuckDbTypeId.Invalid or DuckDbTypeId.Any
        ? new Field(name, ArrowTypes.Null)
        : ToField(name, type);

    public static ArrowType ToArrow(DuckType type) => type.Id switch
    {
        DuckDbTypeId.Boolean => ArrowTypes.Boolean,
        DuckDbTypeId.TinyInt => ArrowTypes.Int8,
        DuckDbTypeId.SmallInt => ArrowTypes.Int16,
        DuckDbTypeId.Integer => ArrowTypes.Int32,
        DuckDbTypeId.BigInt => ArrowTypes.Int64,
        DuckDbTypeId.UTinyInt => ArrowTypes.UInt8,
        DuckDbTypeId.USmallInt => ArrowTypes.UInt16,
        DuckDbTypeId.UInteger => ArrowTypes.UInt32,
        DuckDbTypeId.UBigInt => ArrowTypes.UInt64,
        DuckDbTypeId.Float => ArrowTypes.Float32,
        DuckDbTypeId.Double => ArrowTypes.Float64,
        DuckDbTypeId.HugeInt or DuckDbTypeId.UHugeInt => new DecimalType(38, 0),
        DuckDbTypeId.Decimal => new DecimalType(type.Width, type.Scale),
        DuckDbTypeId.Varchar or DuckDbTypeId.Uuid or DuckDbTypeId.Enum or DuckDbTypeId.Bit or DuckDbTypeId.BigNum
            or DuckDbTypeId.TimeTz => ArrowTypes.Utf8,
        DuckDbTypeId.Blob or DuckDbTypeId.Geometry => ArrowTypes.Binary,
        DuckDbTypeId.SqlNull => ArrowTypes.Null,
        DuckDbTypeId.Interval => new IntervalType(IntervalUnit.MonthDayNano),
        DuckDbTypeId.List => new ListType(ToArrow(type.Children[0].Type)),
        DuckDbTypeId.Array => new FixedSizeListType(ToArrow(type.Children[0].Type), type.Size),
        DuckDbTypeId.Map => new MapType(ToArrow(type.Children[0].Type), ToArrow(type.Children[1].Type)),
        DuckDbTypeId.Struct => new StructType(Fields(type)),
        DuckDbTypeId.Union => new UnionType(false, new FieldList(Fields(type)), new ValueList<int>(Enumerable.Range(0, type.Children.Count))),
        _ => Temporal(type.Id) ?? throw new ServerException(
            ErrorCode.Unsupported,
            $"Columns of type {TypeNames.Format(type)} can't be sent. Cast them in the statement, for example to VARCHAR or JSON."),
    };

    private static ArrowType? Temporal(DuckDbTypeId id) => id switch
    {
        DuckDbTypeId.Date => ArrowTypes.Date32,
        DuckDbTypeId.Time => new TimeType(TimeUnit.Microsecond),
        DuckDbTypeId.TimeNs => new TimeType(TimeUnit.Nanosecond),
        DuckDbTypeId.Timestamp => ArrowTypes.Timestamp,
        DuckDbTypeId.TimestampS => new TimestampType(TimeUnit.Second),
        DuckDbTypeId.TimestampMs => new TimestampType(TimeUnit.Millisecond),
        DuckDbTypeId.TimestampNs => new TimestampType(TimeUnit.Nanosecond),
        DuckDbTypeId.TimestampTz => ArrowTypes.TimestampUtc,
        _ => null,
    };

    private static IEnumerable<Field> Fields(DuckType type) => type.Children.Select(child => new Field(child.Name, ToArrow(child.Type)));
}
