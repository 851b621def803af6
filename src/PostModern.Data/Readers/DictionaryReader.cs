using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Dictionary-encoded columns. Our server flattens ENUMs unless a session asks otherwise; other Flight SQL servers may not.</summary>
internal sealed class DictionaryReader : IndirectReader
{
    private readonly ColumnReader _values;
    private readonly ColumnReader _indices;
    private readonly DictionaryType _type;

    public DictionaryReader(Field field)
        : base(field)
    {
        _type = (DictionaryType)field.Type;
        _values = ColumnReaders.For(field with { Type = _type.Value });
        _indices = ColumnReaders.For(field with { Type = _type.Index });
    }

    public override Type ClrType => _values.ClrType;

    public override void Load(Column column)
    {
        base.Load(column);
        _indices.Load(column);
        _values.Load(column.Dictionary ?? throw new InvalidDataException($"Column '{Field.Name}' came without its dictionary."));
    }

    protected override (ColumnReader Reader, int Row) Locate(int row) => (_values, _indices.GetInt32(row));
}
