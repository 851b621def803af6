using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Structs, as dictionaries in field order.</summary>
internal sealed class StructReader : ColumnReader
{
    private readonly ColumnReader[] _members;

    public StructReader(Field field)
        : base(field) => _members = [.. field.Type.Children.Select(ColumnReaders.For)];

    public override Type ClrType => typeof(Dictionary<string, object?>);

    public override void Load(Column column)
    {
        base.Load(column);
        for (var i = 0; i < _members.Length; i++)
        {
            _members[i].Load(column.Children[i]);
        }
    }

    public override object GetObject(int row)
    {
        var at = Column.Offset + row;
        var value = new Dictionary<string, object?>(_members.Length);
        foreach (var member in _members)
        {
            value[member.Field.Name] = member.IsNull(at) ? null : member.GetObject(at);
        }

        return value;
    }
}
