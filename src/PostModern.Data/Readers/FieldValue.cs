using System.Numerics;

namespace PostModern.Data.Readers;

/// <summary>GetFieldValue&lt;T&gt;: the getter that T names. The JIT keeps one branch per value type, without boxing.</summary>
internal static class FieldValue
{
    private static readonly Dictionary<Type, Func<ColumnReader, int, object>> Getters = new()
    {
        [typeof(object)] = (reader, row) => reader.GetObject(row),
        [typeof(bool)] = (reader, row) => reader.GetBoolean(row),
        [typeof(byte)] = (reader, row) => reader.GetByte(row),
        [typeof(sbyte)] = (reader, row) => reader.GetSByte(row),
        [typeof(short)] = (reader, row) => reader.GetInt16(row),
        [typeof(ushort)] = (reader, row) => reader.GetUInt16(row),
        [typeof(int)] = (reader, row) => reader.GetInt32(row),
        [typeof(uint)] = (reader, row) => reader.GetUInt32(row),
        [typeof(long)] = (reader, row) => reader.GetInt64(row),
        [typeof(ulong)] = (reader, row) => reader.GetUInt64(row),
        [typeof(Int128)] = (reader, row) => reader.GetInt128(row),
        [typeof(UInt128)] = (reader, row) => checked((UInt128)reader.GetBigInteger(row)),
        [typeof(BigInteger)] = (reader, row) => reader.GetBigInteger(row),
        [typeof(float)] = (reader, row) => reader.GetFloat(row),
        [typeof(double)] = (reader, row) => reader.GetDouble(row),
        [typeof(decimal)] = (reader, row) => reader.GetDecimal(row),
        [typeof(string)] = (reader, row) => reader.GetString(row),
        [typeof(char)] = (reader, row) => GetChar(reader, row),
        [typeof(Guid)] = (reader, row) => reader.GetGuid(row),
        [typeof(DateTime)] = (reader, row) => reader.GetDateTime(row),
        [typeof(DateTimeOffset)] = (reader, row) => reader.GetDateTimeOffset(row),
        [typeof(DateOnly)] = (reader, row) => reader.GetDateOnly(row),
        [typeof(TimeOnly)] = (reader, row) => reader.GetTimeOnly(row),
        [typeof(TimeSpan)] = (reader, row) => reader.GetTimeSpan(row),
        [typeof(byte[])] = (reader, row) => reader is BinaryReader ? reader.GetBytes(row).ToArray() : reader.ConvertTo(row, typeof(byte[])),
        [typeof(Stream)] = (reader, row) => new MemoryStream(reader.GetBytes(row).ToArray(), writable: false),
        [typeof(System.IO.TextReader)] = (reader, row) => new StringReader(reader.GetString(row)),
    };

    /// <summary>The value of a row that is not null.</summary>
    public static T Get<T>(ColumnReader reader, int row)
    {
        // Only the types that rows are mostly made of; the others pay one box.
        if (typeof(T) == typeof(int))
        {
            return (T)(object)reader.GetInt32(row);
        }

        if (typeof(T) == typeof(long))
        {
            return (T)(object)reader.GetInt64(row);
        }

        if (typeof(T) == typeof(double))
        {
            return (T)(object)reader.GetDouble(row);
        }

        if (typeof(T) == typeof(float))
        {
            return (T)(object)reader.GetFloat(row);
        }

        if (typeof(T) == typeof(bool))
        {
            return (T)(object)reader.GetBoolean(row);
        }

        if (typeof(T) == typeof(DateTime))
        {
            return (T)(object)reader.GetDateTime(row);
        }

        return (T)Get(reader, row, Nullable.GetUnderlyingType(typeof(T)) ?? typeof(T));
    }

    /// <summary>An element of a list or map: null is the default of a T that has room for it.</summary>
    public static T GetElement<T>(ColumnReader reader, int row)
    {
        if (!reader.IsNull(row))
        {
            return Get<T>(reader, row);
        }

        return default(T) is null
            ? default!
            : throw new InvalidCastException($"A list in column '{reader.Field.Name}' holds a NULL, and {typeof(T)} has none: read it as {typeof(T)}?.");
    }

    /// <summary>The only character of a text.</summary>
    public static char GetChar(ColumnReader reader, int row) =>
        reader.GetString(row) is [var only] ? only : throw new InvalidCastException($"Column '{reader.Field.Name}' holds a text that is not one character long.");

    /// <summary>The value of a row that is not null, boxed.</summary>
    public static object Get(ColumnReader reader, int row, Type target) =>
        Getters.TryGetValue(target, out var getter) ? getter(reader, row)
        : target.IsEnum && reader.ClrType != typeof(string) ? Enum.ToObject(target, reader.GetInt64(row))
        : reader.ConvertTo(row, target);
}
