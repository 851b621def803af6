using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Reads one column's rows as CLR values: chosen once per column, loaded once per batch, then called per row.</summary>
/// <remarks>
/// The rules: integers convert among themselves, but for bytes, when the value fits (else <see cref="OverflowException"/>), and widen to decimal and
/// floating point; decimals widen to floating point; everything else that changes the kind of a value is an <see cref="InvalidCastException"/>.
/// A typed getter is only called for rows that are not null.
/// </remarks>
internal abstract class ColumnReader(Field field)
{
    public Field Field { get; } = field;

    public string DataTypeName { get; } = TypeNames.Of(field);

    /// <summary>What <see cref="GetObject"/> returns for every value that the type can hold.</summary>
    public abstract Type ClrType { get; }

    /// <summary>Whether the column's buffer holds elements of <see cref="ClrType"/> as they are, so that spans of them can be copied.</summary>
    public virtual bool IsPlain => false;

    public Column Column { get; private set; } = null!;

    /// <summary>Whether to ask <see cref="IsNull"/> at all; most columns of most batches hold none.</summary>
    public bool MayBeNull { get; private set; }

    public virtual void Load(Column column)
    {
        Column = column;
        MayBeNull = !column.Validity.IsEmpty || column.Type is NullType or UnionType or DictionaryType;
    }

    public virtual bool IsNull(int row) => Column.IsNull(row);

    public abstract object GetObject(int row);

    public virtual bool GetBoolean(int row) => throw Mismatch(typeof(bool));

    /// <summary>Bytes are bits more often than numbers: only an unsigned byte is read as one.</summary>
    public virtual byte GetByte(int row) => throw Mismatch(typeof(byte));

    public virtual sbyte GetSByte(int row) => checked((sbyte)GetInt64(row));

    public virtual short GetInt16(int row) => checked((short)GetInt64(row));

    public virtual ushort GetUInt16(int row) => checked((ushort)GetInt64(row));

    public virtual int GetInt32(int row) => checked((int)GetInt64(row));

    public virtual uint GetUInt32(int row) => checked((uint)GetInt64(row));

    public virtual long GetInt64(int row) => throw Mismatch(typeof(long));

    public virtual ulong GetUInt64(int row) => checked((ulong)GetInt128(row));

    public virtual Int128 GetInt128(int row) => GetInt64(row);

    public virtual BigInteger GetBigInteger(int row) => GetInt128(row);

    public virtual float GetFloat(int row) => throw Mismatch(typeof(float));

    public virtual double GetDouble(int row) => throw Mismatch(typeof(double));

    public virtual decimal GetDecimal(int row) => throw Mismatch(typeof(decimal));

    public virtual string GetString(int row) => throw Mismatch(typeof(string));

    public virtual Guid GetGuid(int row) => throw Mismatch(typeof(Guid));

    public virtual DateTime GetDateTime(int row) => throw Mismatch(typeof(DateTime));

    public virtual DateTimeOffset GetDateTimeOffset(int row) => throw Mismatch(typeof(DateTimeOffset));

    public virtual DateOnly GetDateOnly(int row) => throw Mismatch(typeof(DateOnly));

    public virtual TimeOnly GetTimeOnly(int row) => throw Mismatch(typeof(TimeOnly));

    public virtual TimeSpan GetTimeSpan(int row) => throw Mismatch(typeof(TimeSpan));

    /// <summary>The bytes of a binary value, borrowed from the batch.</summary>
    public virtual ReadOnlySpan<byte> GetBytes(int row) => throw Mismatch(typeof(byte[]));

    /// <summary>The bytes of a binary value or the UTF-8 of a text, borrowed from the batch.</summary>
    public virtual ReadOnlySpan<byte> GetSpan(int row) => GetBytes(row);

    /// <summary>Conversions to types without a getter of their own, such as lists and dictionaries.</summary>
    public virtual object ConvertTo(int row, Type target)
    {
        var value = GetObject(row);
        return target.IsInstanceOfType(value) ? value : throw Mismatch(target);
    }

    protected InvalidCastException Mismatch(Type target) =>
        new($"Column '{Field.Name}' of type {DataTypeName} can't be read as {target}; it is a {ClrType}.");
}
