using System.Collections.Concurrent;

namespace PostModern.Data.Readers;

/// <summary>Makes dictionaries of types that are only known at run time; one instance per pair of types.</summary>
internal abstract class MapFactory
{
    private static readonly ConcurrentDictionary<(Type Key, Type Value), MapFactory> Known = new();

    public abstract Type MapType { get; }

    public static MapFactory For(Type key, Type value) =>
        Known.GetOrAdd(
            (key, value),
            pair => (MapFactory)Activator.CreateInstance(typeof(MapFactory<,>).MakeGenericType(pair.Key, pair.Value))!);

    public abstract object Create(ColumnReader keys, ColumnReader values, int start, int length);
}

/// <inheritdoc />
internal sealed class MapFactory<TKey, TValue> : MapFactory
    where TKey : notnull
{
    public override Type MapType => typeof(Dictionary<TKey, TValue>);

    public override object Create(ColumnReader keys, ColumnReader values, int start, int length)
    {
        var map = new Dictionary<TKey, TValue>(length);
        for (var i = start; i < start + length; i++)
        {
            map[FieldValue.GetElement<TKey>(keys, i)] = FieldValue.GetElement<TValue>(values, i);
        }

        return map;
    }
}
