using System.Collections;
using System.Data.Common;

namespace PostModern.Data;

/// <summary>The parameters of a command, in the order of its positional placeholders.</summary>
/// <remarks>Names are compared without their <c>@</c>, <c>$</c> or <c>:</c>; an equal name wins over one that differs in case.</remarks>
public sealed class PostModernParameterCollection : DbParameterCollection, IReadOnlyList<PostModernParameter>
{
    private readonly List<PostModernParameter> _items = [];

    /// <inheritdoc cref="DbParameterCollection.Count" />
    public override int Count => _items.Count;

    /// <inheritdoc />
    public override object SyncRoot => ((ICollection)_items).SyncRoot;

    /// <inheritdoc cref="DbParameterCollection.this[int]" />
    public new PostModernParameter this[int index]
    {
        get => _items[index];
        set => SetParameter(index, value);
    }

    /// <inheritdoc cref="DbParameterCollection.this[string]" />
    public new PostModernParameter this[string parameterName]
    {
        get => _items[Find(parameterName)];
        set => SetParameter(parameterName, value);
    }

    /// <summary>Adds a parameter.</summary>
    /// <returns>The parameter.</returns>
    public PostModernParameter Add(PostModernParameter parameter)
    {
        ArgumentNullException.ThrowIfNull(parameter);
        _items.Add(parameter);
        return parameter;
    }

    /// <summary>Adds a named value.</summary>
    /// <returns>The new parameter.</returns>
    public PostModernParameter AddWithValue(string? parameterName, object? value) => Add(new PostModernParameter(parameterName, value));

    /// <summary>Adds a parameter without value.</summary>
    /// <returns>The new parameter.</returns>
    public PostModernParameter Add(string? parameterName, System.Data.DbType dbType) =>
        Add(new PostModernParameter(parameterName, null) { DbType = dbType });

    /// <inheritdoc />
    public override int Add(object value)
    {
        Add(Check(value));
        return _items.Count - 1;
    }

    /// <inheritdoc />
    public override void AddRange(Array values)
    {
        ArgumentNullException.ThrowIfNull(values);

        // All or none.
        _items.AddRange([.. values.Cast<object?>().Select(Check)]);
    }

    /// <inheritdoc />
    public override void Clear() => _items.Clear();

    /// <inheritdoc />
    public override bool Contains(object value) => IndexOf(value) >= 0;

    /// <inheritdoc />
    public override bool Contains(string value) => IndexOf(value) >= 0;

    /// <inheritdoc />
    public override void CopyTo(Array array, int index) => ((ICollection)_items).CopyTo(array, index);

    /// <inheritdoc />
    public override IEnumerator GetEnumerator() => _items.GetEnumerator();

    IEnumerator<PostModernParameter> IEnumerable<PostModernParameter>.GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc />
    public override int IndexOf(object value) => value is PostModernParameter parameter ? _items.IndexOf(parameter) : -1;

    /// <inheritdoc />
    public override int IndexOf(string parameterName)
    {
        if (parameterName is null)
        {
            return -1;
        }

        var name = new PostModernParameter(parameterName, null).BareName;
        var index = _items.FindIndex(item => item.BareName == name);
        return index >= 0 ? index : _items.FindIndex(item => string.Equals(item.BareName, name, StringComparison.OrdinalIgnoreCase));
    }

    /// <inheritdoc />
    public override void Insert(int index, object value) => _items.Insert(index, Check(value));

    /// <inheritdoc />
    public override void Remove(object value)
    {
        if (!_items.Remove(Check(value)))
        {
            throw new ArgumentException("The parameter is not in this collection.", nameof(value));
        }
    }

    /// <inheritdoc />
    public override void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc />
    public override void RemoveAt(string parameterName) => _items.RemoveAt(Find(parameterName));

    /// <inheritdoc />
    protected override DbParameter GetParameter(int index) => _items[index];

    /// <inheritdoc />
    protected override DbParameter GetParameter(string parameterName) => _items[Find(parameterName)];

    /// <inheritdoc />
    protected override void SetParameter(int index, DbParameter value) => _items[index] = Check(value);

    /// <inheritdoc />
    protected override void SetParameter(string parameterName, DbParameter value) => _items[Find(parameterName)] = Check(value);

    private static PostModernParameter Check(object? value)
    {
        ArgumentNullException.ThrowIfNull(value);
        return value as PostModernParameter
            ?? throw new InvalidCastException($"The collection takes {nameof(PostModernParameter)}, not {value.GetType()}.");
    }

    private int Find(string parameterName)
    {
        var index = IndexOf(parameterName);
        return index >= 0 ? index : throw new ArgumentException($"There is no parameter '{parameterName}'.", nameof(parameterName));
    }
}
