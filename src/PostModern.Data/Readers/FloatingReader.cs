using System.Numerics;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Floating point of one width; it widens, it never narrows, because that would lose digits silently.</summary>
internal sealed class FloatingReader<T>(Field field) : ColumnReader(field)
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public override Type ClrType => typeof(T);

    public override bool IsPlain => true;

    public override object GetObject(int row) => Value(row);

    public override float GetFloat(int row) =>
        typeof(T) == typeof(double) ? throw Mismatch(typeof(float)) : float.CreateChecked(Value(row));

    public override double GetDouble(int row) => double.CreateChecked(Value(row));

    private T Value(int row) => Column.Values<T>()[row];
}
