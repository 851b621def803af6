using System.Numerics;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Floating point of one width; it widens, it never narrows, because that would lose digits silently.</summary>
internal sealed class FloatingReader<T>(Field field) : ColumnReader(field)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
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

    public override float GetFloat(int row) =>
        typeof(T) == typeof(double) ? throw Mismatch(typeof(float)) : float.CreateChecked(Value(row));

    public override double GetDouble(int row) => double.CreateChecked(Value(row));

    private T Value(int row) => _values[row];
}
