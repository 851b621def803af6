using System.Globalization;
using System.Numerics;
using System.Text;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>BIGNUM: integers of any size, which travel as decimal text.</summary>
internal sealed class BigNumberReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(BigInteger);

    public override object GetObject(int row) => GetBigInteger(row);

    public override BigInteger GetBigInteger(int row) =>
        BigInteger.Parse(Encoding.UTF8.GetString(Column.GetBytes(row)), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture);

    public override Int128 GetInt128(int row) => checked((Int128)GetBigInteger(row));

    public override long GetInt64(int row) => checked((long)GetBigInteger(row));

    public override decimal GetDecimal(int row) => (decimal)GetBigInteger(row);

    public override double GetDouble(int row) => (double)GetBigInteger(row);
}
