using PostModern.Arrow.Types;
using PostModern.Data.Transport;

namespace PostModern.Data.Writers;

/// <summary>What values of a CLR type travel as, when all that is known is the type.</summary>
internal static class ColumnTypes
{
    // A decimal says its digits only value by value; half of the 38 for each side of the point holds what people count.
    private static readonly DecimalType s_decimal = new(38, 18);

    private static readonly Dictionary<Type, ArrowType> s_known = new(ParameterInference.Known)
    {
        [typeof(Half)] = ArrowTypes.Float32,
        [typeof(decimal)] = s_decimal,
        [typeof(Int128)] = new DecimalType(38, 0),
        [typeof(char)] = ArrowTypes.Utf8,
        [typeof(Memory<byte>)] = ArrowTypes.Binary,
        [typeof(ReadOnlyMemory<byte>)] = ArrowTypes.Binary,
        [typeof(DateTime)] = ArrowTypes.Timestamp,
        [typeof(TimeSpan)] = new IntervalType(IntervalUnit.MonthDayNano),
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
