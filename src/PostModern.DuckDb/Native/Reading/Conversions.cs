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

/// <summary>UTINYINT, and ENUM indices of more than seven bits.</summary>
internal readonly struct WidenByte : IConversion<byte, short>
{
    public static short Convert(byte value) => value;
}

/// <summary>USMALLINT, and ENUM indices of more than fifteen bits.</summary>
internal readonly struct WidenUInt16 : IConversion<ushort, int>
{
    public static int Convert(ushort value) => value;
}

/// <summary>UINTEGER.</summary>
internal readonly struct WidenUInt32 : IConversion<uint, long>
{
    public static long Convert(uint value) => value;
}

/// <summary>UBIGINT.</summary>
internal readonly struct WidenUInt64 : IConversion<ulong, Int128>
{
    public static Int128 Convert(ulong value) => value;
}

/// <summary>UHUGEINT.</summary>
internal readonly struct WidenUInt128 : IConversion<UInt128, WideInteger>
{
    public static WideInteger Convert(UInt128 value) => new(value, 0);
}

/// <summary>TIME.</summary>
internal readonly struct TimeToNanoseconds : IConversion<long, long>
{
    public static long Convert(long value) => value * 1000;
}

/// <summary>INTERVAL: microseconds to nanoseconds.</summary>
internal readonly struct IntervalToNanoseconds : IConversion<NativeInterval, MonthDayNano>
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
