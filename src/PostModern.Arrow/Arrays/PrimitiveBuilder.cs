using PostModern.Arrow.Types;

namespace PostModern.Arrow.Arrays;

/// <summary>Builds a column of fixed-width values: numbers, dates, times, timestamps, durations, intervals.</summary>
/// <typeparam name="T">The type's storage: <c>int</c> for date32, <c>long</c> for timestamps and so on.</typeparam>
public sealed class PrimitiveBuilder<T> : ColumnBuilder
    where T : unmanaged
{
    private readonly GrowableBuffer _values = new();
    private readonly Func<object, T> _convert;

    /// <exception cref="ArgumentException"><typeparamref name="T"/> is not the storage of <paramref name="type"/>.</exception>
    public PrimitiveBuilder(ArrowType type)
        : base(type)
        => _convert = PrimitiveConversion.For(type) as Func<object, T>
            ?? throw new ArgumentException($"{typeof(T).Name} is not how {type} is stored.", nameof(type));

    /// <summary>Adds a value, in the type's own unit.</summary>
    public void Append(T value)
    {
        _values.Append(value);
        Validity.AppendValid();
    }

    /// <summary>Adds values, none of them null.</summary>
    public void Append(ReadOnlySpan<T> values)
    {
        _values.Append(values);
        Validity.AppendValid(values.Length);
    }

    public override void AppendNull()
    {
        _values.Append(default(T));
        Validity.AppendNull();
    }

    public override Column Build() => TakeRows([_values.Take()]);

    private protected override void AppendBoxed(object value) => Append(value is T typed ? typed : _convert(value));
}
