using System.Collections.Immutable;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Collects the rows of one column in managed memory.</summary>
/// <remarks>Hot code casts to the concrete builder once and calls its typed Append; <see cref="AppendValue"/> boxes and converts.</remarks>
public abstract class ColumnBuilder
{
    private protected ColumnBuilder(ArrowType type) => Type = type;

    /// <summary>The type of the column being built.</summary>
    public ArrowType Type { get; }

    /// <summary>Rows so far.</summary>
    public virtual int Length => Validity.Length;

    private protected ValidityBuilder Validity { get; } = new();

    /// <summary>The builder of a type: <see cref="PrimitiveBuilder{T}"/> for numbers, dates, times, timestamps, durations and intervals.</summary>
    public static ColumnBuilder Create(ArrowType type) => type switch
    {
        NullType => new NullBuilder(),
        BooleanType => new BooleanBuilder(),
        IntType { IsSigned: true } signed => CreateSigned(signed),
        IntType unsigned => CreateUnsigned(unsigned),
        FloatType { BitWidth: 16 } => new PrimitiveBuilder<Half>(type),
        FloatType { BitWidth: 32 } => new PrimitiveBuilder<float>(type),
        FloatType => new PrimitiveBuilder<double>(type),
        DecimalType number => new DecimalBuilder(number),
        StringType text => new Utf8Builder(text),
        BinaryType binary => new BinaryBuilder(binary),
        FixedSizeBinaryType binary => new FixedSizeBinaryBuilder(binary),
        DateType or TimeType or TimestampType or DurationType or IntervalType => CreateTemporal(type),
        _ => CreateNested(type),
    };

    /// <summary>Adds a null row.</summary>
    public abstract void AppendNull();

    /// <summary>Adds a boxed CLR value, converted where nothing is lost; null and <see cref="DBNull"/> add a null row.</summary>
    /// <exception cref="ServerException">InvalidInput: the value does not fit the column's type.</exception>
    public void AppendValue(object? value)
    {
        if (value is null or DBNull)
        {
            AppendNull();
            return;
        }

        try
        {
            AppendBoxed(value);
        }
        catch (Exception error) when (error is InvalidCastException or FormatException or OverflowException or ArgumentException)
        {
            throw new ServerException(
                ErrorCode.InvalidInput, $"The value '{value}' ({value.GetType().Name}) does not fit a column of type {Type}.", error);
        }
    }

    /// <summary>The rows as a column; the buffers are handed over and the builder starts empty.</summary>
    public abstract Column Build();

    /// <summary>The rows as a column over buffers and children that were taken already; the validity starts anew.</summary>
    private protected Column TakeRows(ImmutableArray<ReadOnlyMemory<byte>> buffers, ImmutableArray<Column> children = default)
    {
        var length = Validity.Length;
        var (bits, nulls) = Validity.Take();
        return new Column
        {
            Type = Type,
            Length = length,
            NullCount = nulls,
            Validity = bits,
            Buffers = buffers,
            Children = children.IsDefault ? [] : children,
        };
    }

    /// <summary>Adds a value that is not null. Conversion failures are the BCL's exceptions; the caller names the type.</summary>
    private protected abstract void AppendBoxed(object value);

    private static ColumnBuilder CreateSigned(IntType type) => type.BitWidth switch
    {
        8 => new PrimitiveBuilder<sbyte>(type),
        16 => new PrimitiveBuilder<short>(type),
        32 => new PrimitiveBuilder<int>(type),
        _ => new PrimitiveBuilder<long>(type),
    };

    private static ColumnBuilder CreateUnsigned(IntType type) => type.BitWidth switch
    {
        8 => new PrimitiveBuilder<byte>(type),
        16 => new PrimitiveBuilder<ushort>(type),
        32 => new PrimitiveBuilder<uint>(type),
        _ => new PrimitiveBuilder<ulong>(type),
    };

    private static ColumnBuilder CreateTemporal(ArrowType type) => type switch
    {
        DateType { Unit: DateUnit.Day } or TimeType { BitWidth: 32 } or IntervalType { Unit: IntervalUnit.YearMonth } => new PrimitiveBuilder<int>(type),
        IntervalType { Unit: IntervalUnit.DayTime } => new PrimitiveBuilder<DayTime>(type),
        IntervalType => new PrimitiveBuilder<MonthDayNano>(type),
        _ => new PrimitiveBuilder<long>(type),
    };

    private static ColumnBuilder CreateNested(ArrowType type) => type switch
    {
        ListType list => new ListBuilder(list),
        FixedSizeListType list => new FixedSizeListBuilder(list),
        StructType fields => new StructBuilder(fields),
        MapType map => new MapBuilder(map),
        UnionType union => new UnionBuilder(union),
        DictionaryType dictionary => new DictionaryBuilder(dictionary),
        _ => throw new ServerException(ErrorCode.Unsupported, $"Columns of type {type} can't be built."),
    };
}
