using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.Data.Transport;

namespace PostModern.Data.Writers;

/// <summary>How values of a CLR type get into a column: chosen once a column, and without a box where the column stores what the value is.</summary>
internal static class Appending
{
    private static readonly int s_epochDay = DateOnly.FromDateTime(DateTime.UnixEpoch).DayNumber;

    /// <param name="builder">Of the column.</param>
    /// <param name="name">The column's, for the exception that the action throws when a value doesn't fit: <see cref="InvalidCastException"/>.</param>
    public static Action<TValue> To<TValue>(ColumnBuilder builder, string name)
        where TValue : notnull
        => (Exact(builder) ?? Clock(builder, typeof(TValue))) as Action<TValue> ?? (value => Append(builder, name, value));

    /// <summary>The builder's own Append; the caller sees whether it takes its type.</summary>
    private static Delegate? Exact(ColumnBuilder builder) => builder switch
    {
        BooleanBuilder bits => new Action<bool>(bits.Append),
        Utf8Builder texts => new Action<string>(texts.Append),
        BinaryBuilder bytes => new Action<byte[]>(value => bytes.Append(value)),

        // Dates and times are stored as integers, too, but an integer is no date.
        { Type: not (IntType or FloatType) } => null,
        PrimitiveBuilder<long> numbers => new Action<long>(numbers.Append),
        PrimitiveBuilder<int> numbers => new Action<int>(numbers.Append),
        PrimitiveBuilder<short> numbers => new Action<short>(numbers.Append),
        PrimitiveBuilder<sbyte> numbers => new Action<sbyte>(numbers.Append),
        PrimitiveBuilder<ulong> numbers => new Action<ulong>(numbers.Append),
        PrimitiveBuilder<uint> numbers => new Action<uint>(numbers.Append),
        PrimitiveBuilder<ushort> numbers => new Action<ushort>(numbers.Append),
        PrimitiveBuilder<byte> numbers => new Action<byte>(numbers.Append),
        PrimitiveBuilder<double> numbers => new Action<double>(numbers.Append),
        PrimitiveBuilder<float> numbers => new Action<float>(numbers.Append),
        _ => null,
    };

    private static Delegate? Clock(ColumnBuilder builder, Type value) => builder switch
    {
        PrimitiveBuilder<long> { Type: TimestampType { Unit: TimeUnit.Microsecond, Timezone: var zone } } times => value switch
        {
            _ when value == typeof(DateTime) && zone is null => new Action<DateTime>(time => times.Append(Microseconds(time))),
            _ when value == typeof(DateTimeOffset) && zone is not null => new Action<DateTimeOffset>(time => times.Append(Microseconds(time.UtcDateTime))),
            _ => null,
        },
        PrimitiveBuilder<int> { Type: DateType { Unit: DateUnit.Day } } days => new Action<DateOnly>(date => days.Append(date.DayNumber - s_epochDay)),
        _ => null,
    };

    // Rounded down, so that instants before 1970 keep their order.
    private static long Microseconds(DateTime time)
    {
        var (whole, rest) = Math.DivRem(time.Ticks - DateTime.UnixEpoch.Ticks, TimeSpan.TicksPerMicrosecond);
        return rest < 0 ? whole - 1 : whole;
    }

    private static void Append(ColumnBuilder builder, string name, object value)
    {
        try
        {
            builder.AppendValue(ParameterInference.Normalise(value));
        }
        catch (ServerException error)
        {
            throw new InvalidCastException($"Column '{name}': {error.Message}", error);
        }
    }
}
