using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>The one place that decides which reader a column gets.</summary>
internal static class ColumnReaders
{
    public static ColumnReader For(Field field) => field.Type switch
    {
        NullType => new NullReader(field),
        BooleanType => new BooleanReader(field),
        IntType integer => Integer(field, integer),
        FloatType { BitWidth: 16 } => new FloatingReader<Half>(field),
        FloatType { BitWidth: 32 } => new FloatingReader<float>(field),
        FloatType => new FloatingReader<double>(field),
        DecimalType { BitWidth: <= 128 } => new DecimalReader(field),
        DecimalType => new WideDecimalReader(field),
        StringType => Text(field),
        FixedSizeBinaryType { ByteWidth: 16 } when TypeNames.Of(field) == "UUID" => new UuidReader(field),
        BinaryType or FixedSizeBinaryType => new BinaryReader(field),
        DateType => new DateReader(field),
        TimeType => new TimeReader(field),
        TimestampType => new TimestampReader(field),
        DurationType => new DurationReader(field),
        IntervalType { Unit: IntervalUnit.MonthDayNano } => new IntervalReader(field),
        ListType or FixedSizeListType => new ListReader(field),
        StructType => new StructReader(field),
        MapType => new MapReader(field),
        UnionType => new UnionReader(field),
        DictionaryType => new DictionaryReader(field),
        _ => throw new NotSupportedException($"Column '{field.Name}' has the type {field.Type}, which this client can't read."),
    };

    private static ColumnReader Integer(Field field, IntType type) => (type.BitWidth, type.IsSigned) switch
    {
        (8, true) => new IntegerReader<sbyte>(field),
        (8, false) => new IntegerReader<byte>(field),
        (16, true) => new IntegerReader<short>(field),
        (16, false) => new IntegerReader<ushort>(field),
        (32, true) => new IntegerReader<int>(field),
        (32, false) => new IntegerReader<uint>(field),
        (_, true) => new IntegerReader<long>(field),
        (_, false) => new IntegerReader<ulong>(field),
    };

    // UUID and BIGNUM travel as text, which every Flight SQL client can show; the field's metadata tells the difference.
    private static ColumnReader Text(Field field) => TypeNames.Of(field) switch
    {
        "UUID" => new UuidReader(field),
        "BIGNUM" => new BigNumberReader(field),
        _ => new TextReader(field),
    };
}
