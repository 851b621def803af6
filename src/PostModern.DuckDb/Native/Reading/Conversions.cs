using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>DECIMAL of up to 4 digits.</summary>
internal readonly struct WidenInt16 : IConversion<short, Int128>
{
    public static Int128 Convert(short value) => value;
}

/// <summary>DECIMAL of up to 9 digits.</summary>
internal readonly struct WidenInt32 : IConversion<int, Int128>
{
    public static Int128 Convert(int value) => value;
}

/// <summary>DECIMAL of up to 18 digits.</summary>
internal readonly struct WidenInt64 : IConversion<long, Int128>
{
    public static Int128 Convert(long value) => value;
}

/// <summary>UHUGEINT: its upper half has no decimal128.</summary>
internal readonly struct CheckUnsigned : IConversion<UInt128, Int128>
{
    public static Int128 Convert(UInt128 value) => value <= (UInt128)Int128.MaxValue
        ? (Int128)value
        : throw new ServerException(ErrorCode.InvalidInput, $"The UHUGEINT {value} is too large to be sent as a number; cast it to VARCHAR.");
}

/// <summary>INTERVAL: microseconds to nanoseconds.</summary>
internal readonly struct ToNanoseconds : IConversion<NativeInterval, MonthDayNano>
{
    public static MonthDayNano Convert(NativeInterval value)
    {
        var nanos = (Int128)value.Micros * 1000;
        return nanos >= long.MinValue && nanos <= long.MaxValue
            ? new MonthDayNano(value.Months, value.Days, (long)nanos)
            : throw new ServerException(
                ErrorCode.InvalidInput,
                $"An INTERVAL of {value.Micros} microseconds is too long to be sent; cast it to VARCHAR, or write it in days.");
    }
}
