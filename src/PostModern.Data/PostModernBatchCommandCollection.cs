using System.Data.Common;

namespace PostModern.Data;

/// <summary>A batch's commands, in the order in which they run.</summary>
public sealed class PostModernBatchCommandCollection : DbBatchCommandCollection
{
    private readonly List<PostModernBatchCommand> _items = [];

    /// <inheritdoc />
    public override int Count => _items.Count;

    /// <inheritdoc />
    public override bool IsReadOnly => false;

    /// <inheritdoc cref="DbBatchCommandCollection.this[int]" />
    public new PostModernBatchCommand this[int index]
    {
        get => _items[index];
        set => SetBatchCommand(index, value);
    }

    /// <summary>Adds a command with this text.</summary>
    /// <returns>The new command.</returns>
    public PostModernBatchCommand Add(string commandText)
    {
        var command = new PostModernBatchCommand(commandText);
        _items.Add(command);
        return command;
    }

    /// <inheritdoc />
    public override void Add(DbBatchCommand item) => _items.Add(Check(item));

    /// <inheritdoc />
    public override void Clear() => _items.Clear();

    /// <inheritdoc />
    public override bool Contains(DbBatchCommand item) => IndexOf(item) >= 0;

    /// <inheritdoc />
    public override void CopyTo(DbBatchCommand[] array, int arrayIndex)
    {
        for (var i = 0; i < _items.Count; i++)
        {
            array[arrayIndex + i] = _items[i];
        }
    }

    /// <inheritdoc />
    public override IEnumerator<DbBatchCommand> GetEnumerator() => _items.GetEnumerator();

    /// <inheritdoc />
    public override int IndexOf(DbBatchCommand item) => item is PostModernBatchCommand command ? _items.IndexOf(command) : -1;

    /// <inheritdoc />
    public override void Insert(int index, DbBatchCommand item) => _items.Insert(index, Check(item));

    /// <inheritdoc />
    public override bool Remove(DbBatchCommand item) => item is PostModernBatchCommand command && _items.Remove(command);

    /// <inheritdoc />
    public override void RemoveAt(int index) => _items.RemoveAt(index);

    /// <inheritdoc />
    protected override DbBatchCommand GetBatchCommand(int index) => _items[index];

    /// <inheritdoc />
    protected override void SetBatchCommand(int index, DbBatchCommand batchCommand) => _items[index] = Check(batchCommand);

    private static PostModernBatchCommand Check(DbBatchCommand? item)
    {
        ArgumentNullException.ThrowIfNull(item);
        return item as PostModernBatchCommand
            ?? throw new InvalidCastException($"The batch takes {nameof(PostModernBatchCommand)}, not {item.GetType()}.");
    }
}
