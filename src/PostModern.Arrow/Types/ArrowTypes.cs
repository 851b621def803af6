namespace PostModern.Arrow.Types;

/// <summary>The parameterless types, ready made.</summary>
public static class ArrowTypes
{
    public static NullType Null { get; } = new();

    public static BooleanType Boolean { get; } = new();

    public static IntType Int8 { get; } = new(8, true);

    public static IntType Int16 { get; } = new(16, true);

    public static IntType Int32 { get; } = new(32, true);

    public static IntType Int64 { get; } = new(64, true);

    public static IntType UInt8 { get; } = new(8, false);

    public static IntType UInt16 { get; } = new(16, false);

    public static IntType UInt32 { get; } = new(32, false);

    public static IntType UInt64 { get; } = new(64, false);

    public static FloatType Float16 { get; } = new(16);

    public static FloatType Float32 { get; } = new(32);

    public static FloatType Float64 { get; } = new(64);

    public static StringType Utf8 { get; } = new();

    public static BinaryType Binary { get; } = new();

    public static DateType Date32 { get; } = new();

    /// <summary>UTC microseconds, what DuckDB's TIMESTAMP WITH TIME ZONE is.</summary>
    public static TimestampType TimestampUtc { get; } = new(TimeUnit.Microsecond, "UTC");

    /// <summary>Wall-clock microseconds, what DuckDB's TIMESTAMP is.</summary>
    public static TimestampType Timestamp { get; } = new(TimeUnit.Microsecond);
}
