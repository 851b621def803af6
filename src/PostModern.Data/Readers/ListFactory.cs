using System.Collections.Concurrent;

namespace PostModern.Data.Readers;

/// <summary>Makes CLR lists of an element type that is only known at run time; one instance per element type.</summary>
internal abstract class ListFactory
{
    private static readonly ConcurrentDictionary<Type, ListFactory> Known = new();

    public abstract Type ListType { get; }

    public static ListFactory For(Type element) =>
        Known.GetOrAdd(element, type => (ListFactory)Activator.CreateInstance(typeof(ListFactory<>).MakeGenericType(type))!);

    public abstract object ToArray(ColumnReader items, int start, int length);

    public abstract object ToList(ColumnReader items, int start, int length);
}

/// <inheritdoc />
internal sealed class ListFactory<T> : ListFactory
{
    public override Type ListType => typeof(List<T>);

    public override object ToArray(ColumnReader items, int start, int length) => Read(items, start, length);

    public override object ToList(ColumnReader items, int start, int length) => new List<T>(Read(items, start, length));

    private static T[] Read(ColumnReader items, int start, int length) =>
        PlainSpan<T>.TryCopy(items, start, length) ?? ReadEach(items, start, length);

    private static T[] ReadEach(ColumnReader items, int start, int length)
    {
        var values = new T[length];
        for (var i = 0; i < length; i++)
        {
            values[i] = FieldValue.GetElement<T>(items, start + i);
        }

        return values;
    }
}
