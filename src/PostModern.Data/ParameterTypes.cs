using System.Data;
using System.Globalization;
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

    private const int MaxPrecision = 38;

    public static DbType DbTypeOf(object? value) =>
        value is null or DBNull ? DbType.String
        : ByClrType.TryGetValue(value.GetType(), out var type) ? type
        : DbType.Object;

    /// <summary>What a parameter is sent as; null where the value itself says more, as decimals do by their digits.</summary>
    public static ArrowType? ToArrow(PostModernParameter parameter) => parameter.ExplicitDbType switch
    {
        null or DbType.Decimal or DbType.Currency or DbType.VarNumeric when parameter.Precision > 0 && IsNumber(parameter.Value) =>
            new DecimalType(Math.Min((int)parameter.Precision, MaxPrecision), parameter.Scale),
        DbType.DateTime2 => ArrowTypes.Timestamp,
        DbType.DateTime => parameter.Value is DateTimeOffset or DateTime { Kind: DateTimeKind.Utc } ? ArrowTypes.TimestampUtc : ArrowTypes.Timestamp,
        var type => ToArrow(type),
    };

    /// <summary>A parameter's value as its type and size want it.</summary>
    /// <param name="parameter">The parameter.</param>
    /// <param name="label">What the statement calls it.</param>
    /// <exception cref="InvalidOperationException">Nobody has set a value.</exception>
    /// <exception cref="InvalidCastException">The value is no number, and the type wants one.</exception>
    public static object Convert(PostModernParameter parameter, string label) => parameter switch
    {
        { Value: null } => throw new InvalidOperationException($"Parameter {label} has no value; use DBNull.Value for NULL."),
        { Size: > 0, Value: string text } when text.Length > parameter.Size => text[..parameter.Size],
        { Size: > 0, Value: byte[] bytes } when bytes.Length > parameter.Size => bytes[..parameter.Size],
        { ExplicitDbType: DbType.Decimal or DbType.Currency, Value: IConvertible number and not (DBNull or decimal or Enum) } => ToDecimal(number, label),
        _ => parameter.Value,
    };

    private static bool IsNumber(object? value) => value is decimal or DBNull || (value is IConvertible and not (string or bool or char or DateTime));

    private static decimal ToDecimal(IConvertible value, string label)
    {
        try
        {
            return value.ToDecimal(CultureInfo.InvariantCulture);
        }
        catch (Exception error) when (error is FormatException or OverflowException or InvalidCastException)
        {
            throw new InvalidCastException($"Parameter {label} is to be a decimal, which its value of type {value.GetType()} is not: {error.Message}", error);
        }
    }

    private static ArrowType? ToArrow(DbType? type) => type switch
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
