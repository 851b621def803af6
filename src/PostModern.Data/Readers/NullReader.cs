using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>A column without values: every row is null, so no getter is ever reached.</summary>
internal sealed class NullReader(Field field) : ColumnReader(field)
{
    public override Type ClrType => typeof(object);

    public override object GetObject(int row) => DBNull.Value;
}
