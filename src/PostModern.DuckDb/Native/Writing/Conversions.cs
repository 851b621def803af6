using PostModern.Arrow.Arrays;

namespace PostModern.DuckDb.Native.Writing;

/// <summary>DECIMAL of up to 4 digits.</summary>
internal readonly struct NarrowToInt16 : IConversion<Int128, short>
{
    public static short Convert(Int128 value) => checked((short)value);
}

/// <summary>DECIMAL of up to 9 digits.</summary>
internal readonly struct NarrowToInt32 : IConversion<Int128, int>
{
    public static int Convert(Int128 value) => checked((int)value);
}

/// <summary>DECIMAL of up to 18 digits.</summary>
internal readonly struct NarrowToInt64 : IConversion<Int128, long>
{
    public static long Convert(Int128 value) => checked((long)value);
}

/// <summary>DuckDB has no half floats.</summary>
internal readonly struct WidenHalf : IConversion<Half, float>
{
    public static float Convert(Half value) => (float)value;
}

/// <summary>Date64 to DATE.</summary>
internal readonly struct MillisecondsToDays : IConversion<long, int>
{
    public static int Convert(long value) => checked((int)Math.Floor(value / 86_400_000m));
}

/// <summary>Time32 in seconds to TIME.</summary>
internal readonly struct SecondsToMicroseconds : IConversion<int, long>
{
    public static long Convert(int value) => value * 1_000_000L;
}

/// <summary>Time32 in milliseconds to TIME.</summary>
internal readonly struct MillisecondsToMicroseconds : IConversion<int, long>
{
    public static long Convert(int value) => value * 1_000L;
}

/// <summary>Calendar intervals lose their last three digits.</summary>
internal readonly struct ToMicroseconds : IConversion<MonthDayNano, NativeInterval>
{
    public static NativeInterval Convert(MonthDayNano value) => new(value.Months, value.Days, value.Nanoseconds / 1000);
}
