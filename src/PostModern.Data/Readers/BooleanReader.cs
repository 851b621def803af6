using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

internal sealed class BooleanReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(bool);

    public override bool GetBoolean(int row) => Column.GetBoolean(row);

    public override object GetObject(int row) => GetBoolean(row);
}
