using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Integers of one width; narrowing is checked, and free where the JIT sees equal types.</summary>
internal sealed class IntegerReader<T>(Field field) : ColumnReader(field)
    where T : unmanaged, IBinaryInteger<T>
{
    private FixedValues<T> _values;

    public override Type ClrType => typeof(T);

    public override bool IsPlain => true;

    public override void Load(Column column)
    {
        base.Load(column);
        _values.Load(column.Buffers[0], column.Offset, column.Length);
    }

    public override object GetObject(int row) => Value(row);

    public override byte GetByte(int row) => typeof(T) == typeof(byte) ? byte.CreateChecked(Value(row)) : throw Mismatch(typeof(byte));

    public override sbyte GetSByte(int row) => sbyte.CreateChecked(Value(row));

    public override short GetInt16(int row) => short.CreateChecked(Value(row));

    public override ushort GetUInt16(int row) => ushort.CreateChecked(Value(row));

    public override int GetInt32(int row) => int.CreateChecked(Value(row));

    public override uint GetUInt32(int row) => uint.CreateChecked(Value(row));

    public override long GetInt64(int row) => long.CreateChecked(Value(row));

    public override ulong GetUInt64(int row) => ulong.CreateChecked(Value(row));

    public override Int128 GetInt128(int row) => Int128.CreateChecked(Value(row));

    public override float GetFloat(int row) => float.CreateChecked(Value(row));

    public override double GetDouble(int row) => double.CreateChecked(Value(row));

    public override decimal GetDecimal(int row) => decimal.CreateChecked(Value(row));

    private T Value(int row) => _values[row];
}
