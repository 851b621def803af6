using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Structs, as dictionaries in field order, or as objects that are asked for; rows without field names, such as DuckDB's <c>(1, 'a')</c>, as arrays.</summary>
internal sealed class StructReader : ColumnReader
{
    private readonly ColumnReader[] _members;
    private readonly bool _isTuple;
    private readonly Dictionary<Type, RecordFactory?> _records = [];

    public StructReader(Field field)
        : base(field)
    {
        _members = [.. field.Type.Children.Select(ColumnReaders.For)];
        _isTuple = field.Type is StructType { IsTuple: true };
    }

    public override Type ClrType => _isTuple ? typeof(object?[]) : typeof(Dictionary<string, object?>);

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
        if (_isTuple)
        {
            return Array.ConvertAll(_members, member => member.IsNull(at) ? null : member.GetObject(at));
        }

        var value = new Dictionary<string, object?>(_members.Length);
        foreach (var member in _members)
        {
            value[member.Field.Name] = member.IsNull(at) ? null : member.GetObject(at);
        }

        return value;
    }

    public override object ConvertTo(int row, Type target)
    {
        if (target.IsAssignableFrom(ClrType))
        {
            return GetObject(row);
        }

        if (!_records.TryGetValue(target, out var factory))
        {
            _records[target] = factory = RecordFactory.TryCreate(target, _members);
        }

        return factory?.Create(Column.Offset + row) ?? base.ConvertTo(row, target);
    }
}
