using System.Data;
using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Data;

/// <summary>ADO.NET's names for types, and the Arrow types that parameters of them travel as.</summary>
internal static class ParameterTypes
{
    private static readonly Dictionary<Type, DbType> ByClrType = new()
    {
        [typeof(bool)] = DbType.Boolean,
        [typeof(byte)] = DbType.Byte,
        [typeof(sbyte)] = DbType.SByte,
        [typeof(short)] = DbType.Int16,
        [typeof(ushort)] = DbType.UInt16,
        [typeof(int)] = DbType.Int32,
        [typeof(uint)] = DbType.UInt32,
        [typeof(long)] = DbType.Int64,
        [typeof(ulong)] = DbType.UInt64,
        [typeof(float)] = DbType.Single,
        [typeof(double)] = DbType.Double,
        [typeof(decimal)] = DbType.Decimal,
        [typeof(BigInteger)] = DbType.VarNumeric,
        [typeof(Int128)] = DbType.VarNumeric,
        [typeof(string)] = DbType.String,
        [typeof(char)] = DbType.String,
        [typeof(Guid)] = DbType.Guid,
        [typeof(byte[])] = DbType.Binary,
        [typeof(DateOnly)] = DbType.Date,
        [typeof(TimeOnly)] = DbType.Time,
        [typeof(DateTime)] = DbType.DateTime2,
        [typeof(DateTimeOffset)] = DbType.DateTimeOffset,
    };

    public static DbType DbTypeOf(object? value) =>
        value is null or DBNull ? DbType.String
        : ByClrType.TryGetValue(value.GetType(), out var type) ? type
        : DbType.Object;

    /// <summary>Null where the value itself says more: decimals by their digits, timestamps by their kind.</summary>
    public static ArrowType? ToArrow(DbType? type) => type switch
    {
        DbType.AnsiString or DbType.AnsiStringFixedLength or DbType.String or DbType.StringFixedLength or DbType.Xml => ArrowTypes.Utf8,
        DbType.Binary => ArrowTypes.Binary,
        DbType.Boolean => ArrowTypes.Boolean,
        DbType.Byte => ArrowTypes.UInt8,
        DbType.SByte => ArrowTypes.Int8,
        DbType.Int16 => ArrowTypes.Int16,
        DbType.UInt16 => ArrowTypes.UInt16,
        DbType.Int32 => ArrowTypes.Int32,
        DbType.UInt32 => ArrowTypes.UInt32,
        DbType.Int64 => ArrowTypes.Int64,
        DbType.UInt64 => ArrowTypes.UInt64,
        DbType.Single => ArrowTypes.Float32,
        DbType.Double => ArrowTypes.Float64,
        DbType.Date => ArrowTypes.Date32,
        DbType.Time => new TimeType(TimeUnit.Microsecond),
        DbType.DateTimeOffset => ArrowTypes.TimestampUtc,
        _ => null,
    };
}
