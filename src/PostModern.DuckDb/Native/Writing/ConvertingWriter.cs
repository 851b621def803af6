using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>Fixed-width values that change form on the way.</summary>
internal static unsafe class ConvertingWriter
{
    public static void Write(Column source, nint vector, int at)
    {
        switch (source.Type)
        {
            case FloatType:
                Convert<Half, float, WidenHalf>(source, vector, at);
                break;
            case DateType:
                Convert<long, int, MillisecondsToDays>(source, vector, at);
                break;
            case IntervalType { Unit: var unit }:
                WriteIntervals(source, unit, vector, at);
                break;
            case TimeType { Unit: var unit }:
                WriteTimes(source, unit, vector, at);
                break;
            case DurationType:
                WriteDurations(source, vector, at);
                break;
            case TimestampType { Timezone: not null, Unit: not TimeUnit.Microsecond }:
                WriteInstants(source, vector, at);
                break;
            default:
                VectorWriter.CopyFixed(source, vector, at, sizeof(long));
                break;
        }
    }

    private static void WriteTimes(Column source, TimeUnit unit, nint vector, int at)
    {
        switch (unit)
        {
            case TimeUnit.Second:
                Convert<int, long, TimeFromSeconds>(source, vector, at);
                break;
            case TimeUnit.Millisecond:
                Convert<int, long, TimeFromMilliseconds>(source, vector, at);
                break;
            case TimeUnit.Microsecond:
                Convert<long, long, TimeFromMicroseconds>(source, vector, at);
                break;
            case TimeUnit.Nanosecond when LogicalTypeReader.Take(duckdb_vector_get_column_type(vector)).Id == DuckDbTypeId.Time:
                Convert<long, long, TimeFromNanoseconds>(source, vector, at);
                break;
            default:
                Convert<long, long, KeepNanoseconds>(source, vector, at);
                break;
        }
    }

    private static void WriteIntervals(Column source, IntervalUnit unit, nint vector, int at)
    {
        switch (unit)
        {
            case IntervalUnit.YearMonth:
                Convert<int, NativeInterval, IntervalFromMonths>(source, vector, at);
                break;
            case IntervalUnit.DayTime:
                Convert<DayTime, NativeInterval, IntervalFromDays>(source, vector, at);
                break;
            default:
                Convert<MonthDayNano, NativeInterval, IntervalFromNanoseconds>(source, vector, at);
                break;
        }
    }

    private static void Convert<TFrom, TTo, TConversion>(Column source, nint vector, int at)
        where TFrom : unmanaged
        where TTo : unmanaged
        where TConversion : struct, IConversion<TFrom, TTo>
    {
        var target = (TTo*)duckdb_vector_get_data(vector) + at;
        var values = source.Values<TFrom>();
        for (var i = 0; i < values.Length; i++)
        {
            // Under a null lies anything; a conversion that can fail must not see it.
            target[i] = source.IsNull(i) ? default : TConversion.Convert(values[i]);
        }
    }

    private static void WriteInstants(Column source, nint vector, int at)
    {
        var target = (long*)duckdb_vector_get_data(vector) + at;
        for (var i = 0; i < source.Length; i++)
        {
            target[i] = source.IsNull(i) ? 0 : Microseconds.From(source.Values<long>()[i], ((TimestampType)source.Type).Unit);
        }
    }

    private static void WriteDurations(Column source, nint vector, int at)
    {
        var target = (NativeInterval*)duckdb_vector_get_data(vector) + at;
        for (var i = 0; i < source.Length; i++)
        {
            var micros = source.IsNull(i) ? 0 : Microseconds.From(source.Values<long>()[i], ((DurationType)source.Type).Unit);
            target[i] = new NativeInterval(0, 0, micros);
        }
    }
}
