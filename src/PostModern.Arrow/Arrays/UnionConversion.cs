using System.Collections;
using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Which alternative of a union a boxed CLR value belongs to.</summary>
internal static class UnionConversion
{
    /// <exception cref="InvalidCastException">None.</exception>
    public static int Choose(FieldList alternatives, object value)
    {
        for (var i = 0; i < alternatives.Count; i++)
        {
            if (IsNatural(alternatives[i].Type, value))
            {
                return i;
            }
        }

        throw new InvalidCastException();
    }

    private static bool IsNatural(ArrowType type, object value) => type switch
    {
        BooleanType => value is bool,
        IntType number => IsInteger(number, value),
        FloatType { BitWidth: 16 } => value is Half,
        FloatType { BitWidth: 32 } => value is float,
        FloatType => value is double,
        DecimalType => value is decimal or BigInteger or BigDecimal,
        StringType => value is string or Guid,
        BinaryType => value is byte[],
        FixedSizeBinaryType { ByteWidth: var width } => value is byte[] bytes ? bytes.Length == width : value is Guid && width == 16,
        DateType => value is DateOnly,
        TimeType => value is TimeOnly,
        TimestampType { Timezone: null } => value is DateTime,
        TimestampType => value is DateTimeOffset,
        DurationType => value is TimeSpan,
        IntervalType => value is MonthDayNano or DayTime,
        MapType => value is IDictionary or IEnumerable<KeyValuePair<object?, object?>>,
        StructType => value is IReadOnlyDictionary<string, object?>,
        ListType or FixedSizeListType => value is IEnumerable and not (string or IDictionary or byte[]),
        DictionaryType { Value: var inner } => IsNatural(inner, value),
        UnionType inner => inner.Fields.Any(field => IsNatural(field.Type, value)),
        _ => false,
    };

    private static bool IsInteger(IntType type, object value) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => value is sbyte,
        (16, true) => value is short,
        (32, true) => value is int,
        (64, true) => value is long,
        (8, false) => value is byte,
        (16, false) => value is ushort,
        (32, false) => value is uint,
        _ => value is ulong,
    };
}
