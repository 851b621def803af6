using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>A column whose rows live in other columns: every getter goes to where the row is.</summary>
internal abstract class IndirectReader(Field field) : ColumnReader(field)
{
    public override bool IsNull(int row)
    {
        if (Column.IsNull(row))
        {
            return true;
        }

        var (reader, at) = Locate(row);
        return reader.IsNull(at);
    }

    public override object GetObject(int row) => At(row, static (reader, at) => reader.GetObject(at));

    public override bool GetBoolean(int row) => At(row, static (reader, at) => reader.GetBoolean(at));

    public override byte GetByte(int row) => At(row, static (reader, at) => reader.GetByte(at));

    public override long GetInt64(int row) => At(row, static (reader, at) => reader.GetInt64(at));

    public override Int128 GetInt128(int row) => At(row, static (reader, at) => reader.GetInt128(at));

    public override BigInteger GetBigInteger(int row) => At(row, static (reader, at) => reader.GetBigInteger(at));

    public override float GetFloat(int row) => At(row, static (reader, at) => reader.GetFloat(at));

    public override double GetDouble(int row) => At(row, static (reader, at) => reader.GetDouble(at));

    public override decimal GetDecimal(int row) => At(row, static (reader, at) => reader.GetDecimal(at));

    public override string GetString(int row) => At(row, static (reader, at) => reader.GetString(at));

    public override Guid GetGuid(int row) => At(row, static (reader, at) => reader.GetGuid(at));

    public override DateTime GetDateTime(int row) => At(row, static (reader, at) => reader.GetDateTime(at));

    public override DateTimeOffset GetDateTimeOffset(int row) => At(row, static (reader, at) => reader.GetDateTimeOffset(at));

    public override DateOnly GetDateOnly(int row) => At(row, static (reader, at) => reader.GetDateOnly(at));

    public override TimeOnly GetTimeOnly(int row) => At(row, static (reader, at) => reader.GetTimeOnly(at));

    public override TimeSpan GetTimeSpan(int row) => At(row, static (reader, at) => reader.GetTimeSpan(at));

    public override ReadOnlySpan<byte> GetBytes(int row)
    {
        var (reader, at) = Locate(row);
        return reader.GetBytes(at);
    }

    public override ReadOnlySpan<byte> GetSpan(int row)
    {
        var (reader, at) = Locate(row);
        return reader.GetSpan(at);
    }

    public override object ConvertTo(int row, Type target)
    {
        var (reader, at) = Locate(row);
        return reader.ConvertTo(at, target);
    }

    protected abstract (ColumnReader Reader, int Row) Locate(int row);

    private TResult At<TResult>(int row, Func<ColumnReader, int, TResult> get)
    {
        var (reader, at) = Locate(row);
        return get(reader, at);
    }
}
