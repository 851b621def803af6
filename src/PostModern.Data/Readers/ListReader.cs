using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>
/// Lists and fixed-size arrays, as CLR arrays of the element's type: FLOAT[512] is <c>float[]</c>. A list that holds a NULL comes back as an array
/// of nullables, because failing would make the row unreadable for generic tools.
/// </summary>
internal sealed class ListReader : ColumnReader
{
    private readonly ColumnReader _items;

    public ListReader(Field field)
        : base(field) => _items = ColumnReaders.For(field.Type.Children[0]);

    public override Type ClrType => _items.ClrType.MakeArrayType();

    public override void Load(Column column)
    {
        base.Load(column);
        _items.Load(column.Children[0]);
    }

    public override object GetObject(int row)
    {
        var (start, length) = Column.GetRange(row);
        var element = _items.ClrType;
        return ListFactory.For(element.IsValueType && HasNull(start, length) ? typeof(Nullable<>).MakeGenericType(element) : element)
            .ToArray(_items, start, length);
    }

    public override object ConvertTo(int row, Type target)
    {
        var (start, length) = Column.GetRange(row);
        if (target.IsSZArray)
        {
            return ListFactory.For(target.GetElementType()!).ToArray(_items, start, length);
        }

        if (target.IsGenericType && target.GetGenericArguments() is [var element])
        {
            var factory = ListFactory.For(element);
            if (target.IsAssignableFrom(factory.ListType))
            {
                return factory.ToList(_items, start, length);
            }
        }

        return base.ConvertTo(row, target);
    }

    private bool HasNull(int start, int length)
    {
        for (var i = start; i < start + length; i++)
        {
            if (_items.IsNull(i))
            {
                return true;
            }
        }

        return false;
    }
}
