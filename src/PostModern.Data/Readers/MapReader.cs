using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>Maps, as dictionaries in entry order; keys are never null.</summary>
internal sealed class MapReader : ColumnReader
{
    private readonly ColumnReader _keys;
    private readonly ColumnReader _values;

    public MapReader(Field field)
        : base(field)
    {
        var entries = field.Type.Children[0].Type.Children;
        _keys = ColumnReaders.For(entries[0]);
        _values = ColumnReaders.For(entries[1]);
    }

    public override Type ClrType => typeof(Dictionary<object, object?>);

    public override void Load(Column column)
    {
        base.Load(column);
        _keys.Load(column.Children[0].Children[0]);
        _values.Load(column.Children[0].Children[1]);
    }

    public override object GetObject(int row) => Read(MapFactory.For(typeof(object), typeof(object)), row);

    public override object ConvertTo(int row, Type target)
    {
        if (target.IsGenericType && target.GetGenericArguments() is [var key, var value])
        {
            var factory = MapFactory.For(key, value);
            if (target.IsAssignableFrom(factory.MapType))
            {
                return Read(factory, row);
            }
        }

        return base.ConvertTo(row, target);
    }

    private object Read(MapFactory factory, int row)
    {
        var (start, length) = Column.GetRange(row);
        var first = Column.Children[0].Offset + start;
        return factory.Create(_keys, _values, first, length);
    }
}
