using System.Data;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Writers;

/// <summary>One column of an upload: takes its value out of each row.</summary>
/// <typeparam name="TRow">What the source's rows are.</typeparam>
internal abstract class ColumnWriter<TRow>(string name, ArrowType type)
{
    public Field Field { get; } = new(name, type);

    protected ColumnBuilder Builder { get; } = ColumnBuilder.Create(type);

    public abstract void Append(TRow row);

    /// <summary>The rows so far; the next ones make a column of their own.</summary>
    public Column Build() => Builder.Build();
}

/// <summary>Values that are never null.</summary>
internal sealed class ValueWriter<TRow, TValue>(string name, ArrowType type, Func<TRow, TValue> get) : ColumnWriter<TRow>(name, type)
    where TValue : struct
{
    private Action<TValue>? _append;

    public override void Append(TRow row) => (_append ??= Appending.To<TValue>(Builder, Field.Name))(get(row));
}

/// <summary>Values in a nullable.</summary>
internal sealed class NullableWriter<TRow, TValue>(string name, ArrowType type, Func<TRow, TValue?> get) : ColumnWriter<TRow>(name, type)
    where TValue : struct
{
    private Action<TValue>? _append;

    public override void Append(TRow row)
    {
        if (get(row) is { } value)
        {
            (_append ??= Appending.To<TValue>(Builder, Field.Name))(value);
        }
        else
        {
            Builder.AppendNull();
        }
    }
}

/// <summary>Objects; null and <see cref="DBNull"/> are NULL.</summary>
internal sealed class ReferenceWriter<TRow, TValue>(string name, ArrowType type, Func<TRow, TValue?> get) : ColumnWriter<TRow>(name, type)
    where TValue : class
{
    private Action<TValue>? _append;

    public override void Append(TRow row)
    {
        if (get(row) is { } value and not DBNull)
        {
            (_append ??= Appending.To<TValue>(Builder, Field.Name))(value);
        }
        else
        {
            Builder.AppendNull();
        }
    }
}

/// <summary>A column of another reader, by one of its typed getters.</summary>
internal sealed class RecordWriter<TValue>(string name, ArrowType type, int ordinal, Func<IDataRecord, int, TValue> get)
    : ColumnWriter<IDataRecord>(name, type)
    where TValue : notnull
{
    private Action<TValue>? _append;

    public override void Append(IDataRecord row)
    {
        if (row.IsDBNull(ordinal))
        {
            Builder.AppendNull();
        }
        else
        {
            (_append ??= Appending.To<TValue>(Builder, Field.Name))(get(row, ordinal));
        }
    }
}
