using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Builds columns over a batch's body; only what is compressed or a view is copied.</summary>
/// <param name="dictionaries">The dictionaries that the stream sent so far, by id.</param>
internal sealed class ColumnDecoder(IReadOnlyDictionary<long, Column> dictionaries)
{
    /// <param name="batch">Positioned at the column's node.</param>
    /// <param name="tree">The column's field.</param>
    /// <param name="minLength">Rows that the parent needs.</param>
    public Column Read(ref BatchReader batch, FieldTree tree, long minLength)
    {
        var type = tree.Field.Type;
        var name = tree.Field.Name;
        var (length, nullCount) = batch.NextNode(name, minLength);
        if (type is NullType or StructType { Fields.Count: 0 } or FixedSizeListType { Size: 0 } or FixedSizeBinaryType { ByteWidth: 0 })
        {
            BatchReader.RequireWeightlessRows($"column '{name}'", length);
        }

        var validity = ReadValidity(ref batch, tree, length, ref nullCount);
        var (buffers, children) = ReadContent(ref batch, tree, length, validity.Span);
        var column = new Column
        {
            Type = type,
            Length = length,
            NullCount = type is NullType ? length : nullCount,
            Validity = validity,
            Buffers = buffers,
            Children = children,
            Dictionary = type is DictionaryType ? FindDictionary(tree, length, nullCount) : null,
        };
        ContentCheck.Check(column, name);
        return column;
    }

    private static ReadOnlyMemory<byte> ReadValidity(ref BatchReader batch, FieldTree tree, int length, ref int nullCount)
    {
        if (TypeLayout.HasValidity(tree.Field.Type))
        {
            return batch.NextValidity(tree.Field.Name, length, ref nullCount);
        }

        nullCount = 0;
        if (batch.UnionsHaveValidity && tree.Field.Type is UnionType)
        {
            batch.NextBuffer(tree.Field.Name, 0);
        }

        return default;
    }

    private (ImmutableArray<ReadOnlyMemory<byte>> Buffers, ImmutableArray<Column> Children) ReadContent(
        ref BatchReader batch, FieldTree tree, int length, ReadOnlySpan<byte> validity)
    {
        var name = tree.Field.Name;
        switch (tree.Field.Type)
        {
            case NullType:
                return ([], []);
            case BooleanType:
                return ([batch.NextBuffer(name, BitMap.ByteCount(length))], []);
            case StringType or BinaryType when tree.IsView:
                return (ViewReader.Read(ref batch, name, length, validity), []);
            case StringType or BinaryType:
                var offsets = batch.NextOffsets(name, length, TypeLayout.OffsetBits(tree.Field.Type), out var end);
                return ([offsets, batch.NextBuffer(name, end)], []);
            case ListType or MapType:
                var rows = batch.NextOffsets(name, length, TypeLayout.OffsetBits(tree.Field.Type), out var items);
                return ([rows], ReadChildren(ref batch, tree, items));
            case FixedSizeListType { Size: var size }:
                return ([], ReadChildren(ref batch, tree, (long)length * size));
            case StructType:
                return ([], ReadChildren(ref batch, tree, length));
            case UnionType { IsDense: true }:
                return ([batch.NextBuffer(name, length), batch.NextBuffer(name, length * 4L)], ReadChildren(ref batch, tree, 0));
            case UnionType:
                return ([batch.NextBuffer(name, length)], ReadChildren(ref batch, tree, length));
            default:
                return ([batch.NextBuffer(name, (long)length * TypeLayout.ByteWidth(tree.Field.Type))], []);
        }
    }

    private ImmutableArray<Column> ReadChildren(ref BatchReader batch, FieldTree tree, long minLength)
    {
        var children = ImmutableArray.CreateBuilder<Column>(tree.Children.Length);
        foreach (var child in tree.Children)
        {
            children.Add(Read(ref batch, child, minLength));
        }

        return children.MoveToImmutable();
    }

    /// <summary>A column without values needs no dictionary, and some writers send none then.</summary>
    private Column FindDictionary(FieldTree tree, int length, int nullCount)
    {
        var type = ((DictionaryType)tree.Field.Type).Value;
        if (dictionaries.TryGetValue(tree.DictionaryId, out var dictionary))
        {
            // Fields may share a dictionary, and then they must mean the same by it.
            return dictionary.Type.Equals(type)
                ? dictionary
                : throw BatchReader.Corrupt(tree.Field.Name, $"dictionary {tree.DictionaryId} is of type {dictionary.Type}, not {type}");
        }

        return length == nullCount
            ? ColumnBuilder.Create(type).Build()
            : throw BatchReader.Corrupt(tree.Field.Name, $"dictionary {tree.DictionaryId} was not sent before it");
    }
}
