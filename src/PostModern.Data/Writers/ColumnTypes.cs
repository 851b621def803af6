using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Writers;

/// <summary>What values of a CLR type travel as, when all that is known is the type.</summary>
internal static class ColumnTypes
{
    // A decimal says its digits only value by value; half of the 38 for each side of the point holds what people count.
    private static readonly DecimalType s_decimal = new(38, 18);

    private static readonly Dictionary<Type, ArrowType> s_known = new()
    {
        [typeof(bool)] = ArrowTypes.Boolean,
        [typeof(sbyte)] = ArrowTypes.Int8,
        [typeof(byte)] = ArrowTypes.UInt8,
        [typeof(short)] = ArrowTypes.Int16,
        [typeof(ushort)] = ArrowTypes.UInt16,
        [typeof(int)] = ArrowTypes.Int32,
        [typeof(uint)] = ArrowTypes.UInt32,
        [typeof(long)] = ArrowTypes.Int64,
        [typeof(ulong)] = ArrowTypes.UInt64,
        [typeof(Half)] = ArrowTypes.Float32,
        [typeof(float)] = ArrowTypes.Float32,
        [typeof(double)] = ArrowTypes.Float64,
        [typeof(decimal)] = s_decimal,
        [typeof(Int128)] = new DecimalType(38, 0),
        [typeof(BigInteger)] = new DecimalType(38, 0),
        [typeof(char)] = ArrowTypes.Utf8,
        [typeof(string)] = ArrowTypes.Utf8,
        [typeof(Guid)] = ArrowTypes.Utf8,
        [typeof(byte[])] = ArrowTypes.Binary,
        [typeof(Memory<byte>)] = ArrowTypes.Binary,
        [typeof(ReadOnlyMemory<byte>)] = ArrowTypes.Binary,
        [typeof(DateOnly)] = ArrowTypes.Date32,
        [typeof(TimeOnly)] = new TimeType(TimeUnit.Microsecond),
        [typeof(DateTime)] = ArrowTypes.Timestamp,
        [typeof(DateTimeOffset)] = ArrowTypes.TimestampUtc,
        [typeof(TimeSpan)] = new IntervalType(IntervalUnit.MonthDayNano),
        [typeof(MonthDayNano)] = new IntervalType(IntervalUnit.MonthDayNano),
    };

    /// <summary>Null for types that say too little, such as object.</summary>
    public static ArrowType? Find(Type type)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        return s_known.TryGetValue(type, out var known) ? known
            : type.IsEnum ? Find(Enum.GetUnderlyingType(type))
            : ElementOf(type) is { } element && Find(element) is { } item ? new ListType(item)
            : null;
    }

    /// <summary>A decimal with the digits that the source says it has.</summary>
    public static DecimalType Decimal(int precision, int scale) =>
        precision is > 0 and <= 38 && scale >= 0 && scale <= precision ? new DecimalType(precision, scale) : s_decimal;

    private static Type? ElementOf(Type type) => type.IsArray
        ? type.GetArrayRank() == 1 ? type.GetElementType() : null
        : type.GetInterfaces().Prepend(type).FirstOrDefault(i => i.IsGenericType && i.GetGenericTypeDefinition() == typeof(IEnumerable<>)
            && typeof(System.Collections.ICollection).IsAssignableFrom(type))?.GetGenericArguments()[0];
}
