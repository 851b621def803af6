using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

internal sealed class BinaryReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(byte[]);

    public override object GetObject(int row) => GetBytes(row).ToArray();

    public override ReadOnlySpan<byte> GetBytes(int row) => Column.GetBytes(row);

    public override object ConvertTo(int row, Type target) =>
        target == typeof(ReadOnlyMemory<byte>) ? new ReadOnlyMemory<byte>(GetBytes(row).ToArray())
        : target == typeof(Memory<byte>) ? new Memory<byte>(GetBytes(row).ToArray())
        : base.ConvertTo(row, target);
}
