using System.Collections;
using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Transport;

/// <summary>Chooses the Arrow type of a CLR value.</summary>
internal static class ParameterInference
{
    private static readonly DecimalType HugeInteger = new(38, 0);

    /// <summary>The CLR types whose values all have one type.</summary>
    internal static Dictionary<Type, ArrowType> Known { get; } = new()
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
        [typeof(float)] = ArrowTypes.Float32,
        [typeof(double)] = ArrowTypes.Float64,
        [typeof(BigInteger)] = HugeInteger,
        [typeof(string)] = ArrowTypes.Utf8,
        // As text, which DuckDB casts wherever a UUID is wanted; Arrow has no type of its own for it.
        [typeof(Guid)] = ArrowTypes.Utf8,
        [typeof(byte[])] = ArrowTypes.Binary,
        [typeof(DateOnly)] = ArrowTypes.Date32,
        [typeof(TimeOnly)] = new TimeType(TimeUnit.Microsecond),
        [typeof(DateTimeOffset)] = ArrowTypes.TimestampUtc,
        [typeof(MonthDayNano)] = new IntervalType(IntervalUnit.MonthDayNano),
    };

    /// <summary>The value as one of the types that columns can be built from.</summary>
    public static object Normalise(object value) => value switch
    {
        Enum member => Convert.ChangeType(member, Enum.GetUnderlyingType(member.GetType()), System.Globalization.CultureInfo.InvariantCulture),
        char letter => letter.ToString(),
        Half number => (float)number,
        Int128 number => (BigInteger)number,
        UInt128 number => (BigInteger)number,
        ReadOnlyMemory<byte> bytes => bytes.ToArray(),
        Memory<byte> bytes => bytes.ToArray(),
        Stream stream => ReadAll(stream),
        TextReader text => text.ReadToEnd(),
        IStructValue row => row.ToStruct(),
        TimeSpan span => new MonthDayNano(0, span.Days, (span.Ticks % TimeSpan.TicksPerDay) * TimeSpan.NanosecondsPerTick),
        _ => value,
    };

    /// <exception cref="NotSupportedException">There is no such type in SQL.</exception>
    public static ArrowType TypeOf(object value) => value switch
    {
        DBNull => ArrowTypes.Null,
        decimal number => TypeOf(number),
        DateTime { Kind: DateTimeKind.Utc } => ArrowTypes.TimestampUtc,
        DateTime => ArrowTypes.Timestamp,
        _ when Known.TryGetValue(value.GetType(), out var type) => type,
        StructValue row => row.Type,
        IEnumerable<KeyValuePair<string, object?>> members => new StructType(members.Select(member => new Field(member.Key, ElementType(member.Value)))),
        IDictionary map => new MapType(Common(map.Keys), Common(map.Values)),
        IEnumerable items => new ListType(ElementTypeOf(items)),
        _ => throw new NotSupportedException($"A value of type {value.GetType()} can't be a parameter."),
    };

    private static DecimalType TypeOf(decimal value)
    {
        var digits = BigInteger.Abs(new BigInteger(decimal.Truncate(value))).ToString(System.Globalization.CultureInfo.InvariantCulture).Length;
        return new DecimalType(Math.Min(38, digits + value.Scale), value.Scale);
    }

    private static ArrowType ElementType(object? value) => value is null ? ArrowTypes.Null : TypeOf(Normalise(value));

    // An array says its element type even when it is empty.
    private static ArrowType ElementTypeOf(IEnumerable items) =>
        items.GetType() is { IsArray: true } array && Known.TryGetValue(array.GetElementType()!, out var type) ? type : Common(items);

    private static ArrowType Common(IEnumerable items)
    {
        ArrowType common = ArrowTypes.Null;
        foreach (var item in items)
        {
            common = Widen(common, ElementType(item));
        }

        return common;
    }

    private static ArrowType Widen(ArrowType left, ArrowType right) => (left, right) switch
    {
        _ when left.Equals(right) || right is NullType => left,
        (NullType, _) => right,
        (DecimalType a, DecimalType b) => Widen(a, b),
        (ListType a, ListType b) => new ListType(Widen(a.Item.Type, b.Item.Type)),
        _ => throw new NotSupportedException($"A list can't hold both {left} and {right}."),
    };

    private static DecimalType Widen(DecimalType left, DecimalType right)
    {
        var scale = Math.Max(left.Scale, right.Scale);
        var whole = Math.Max(left.Precision - left.Scale, right.Precision - right.Scale);
        return new DecimalType(Math.Min(38, whole + scale), scale);
    }

    private static byte[] ReadAll(Stream stream)
    {
        using var copy = new MemoryStream();
        stream.CopyTo(copy);
        return copy.ToArray();
    }
}
