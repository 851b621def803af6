using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.CData;

/// <summary>Wraps C data interface arrays as columns; trusts the producer's pointers, as the interface demands, and copies nothing.</summary>
public static unsafe class ArrayImporter
{
    // One 64-bit offset of value 0, for producers that leave the offsets of an empty array out.
    private static readonly ReadOnlyMemory<byte> ZeroOffset = new byte[8];

    /// <summary>Imports a struct array as a batch, which owns it from here on.</summary>
    /// <param name="source">Moved: released when the batch is disposed, at once when the import fails.</param>
    /// <param name="schema">What the array was announced as.</param>
    /// <exception cref="ServerException">InvalidInput: the array is released already, has another shape than the schema, or null rows on top.</exception>
    public static RecordBatch Import(ArrowArray* source, Schema schema)
    {
        if (source->Release == null)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The C data array was released already.");
        }

        var owner = new ImportedArray(source);
        try
        {
            var root = Read(source, new StructType(schema.Fields), owner);
            if (!root.Validity.IsEmpty && root.NullCount != 0)
            {
                throw new ServerException(ErrorCode.InvalidInput, "A C data batch has null rows on its top level.");
            }

            ImmutableArray<Column> columns = [.. root.Children.Select(child => child.Slice(root.Offset, root.Length))];
            return new RecordBatch(schema, root.Length, columns, owner);
        }
        catch
        {
            owner.Dispose();
            throw;
        }
    }

    private static Column Read(ArrowArray* source, ArrowType type, ImportedArray owner)
    {
        var end = source->Offset + source->Length;
        if (source->Length < 0 || source->Offset < 0 || end >= int.MaxValue)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A C data array has {source->Length} rows from row {source->Offset}.");
        }

        var hasValidity = TypeLayout.HasValidity(type);
        Require(type, source->BufferCount == TypeLayout.BufferCount(type), $"{source->BufferCount} buffers");
        var pointers = hasValidity ? source->Buffers + 1 : source->Buffers;
        return new Column
        {
            Type = type,
            Length = (int)source->Length,
            Offset = (int)source->Offset,
            NullCount = (int)source->NullCount,
            Validity = hasValidity && source->NullCount != 0 ? owner.Borrow(source->Buffers[0], BitMap.ByteCount((int)end)) : default,
            Buffers = ReadBuffers(pointers, BufferSizes(type, end, pointers), TypeLayout.OffsetBits(type) != 0, owner),
            Children = ReadChildren(source, type, owner),
            Dictionary = type is DictionaryType dictionary ? Read(source->Dictionary, dictionary.Value, owner) : null,
        };
    }

    private static ImmutableArray<Column> ReadChildren(ArrowArray* source, ArrowType type, ImportedArray owner)
    {
        var fields = type is DictionaryType ? [] : type.Children;
        Require(type, source->ChildCount == fields.Count, $"{source->ChildCount} children");
        var children = ImmutableArray.CreateBuilder<Column>(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            children.Add(Read(source->Children[i], fields[i].Type, owner));
        }

        return children.MoveToImmutable();
    }

    private static ImmutableArray<ReadOnlyMemory<byte>> ReadBuffers(void** pointers, long[] sizes, bool hasOffsets, ImportedArray owner)
    {
        var buffers = ImmutableArray.CreateBuilder<ReadOnlyMemory<byte>>(sizes.Length);
        for (var i = 0; i < sizes.Length; i++)
        {
            buffers.Add(i == 0 && hasOffsets && pointers[0] == null ? ZeroOffset : owner.Borrow(pointers[i], sizes[i]));
        }

        return buffers.MoveToImmutable();
    }

    /// <summary>The interface passes no sizes: they follow from the type, the rows, and the last offset.</summary>
    private static long[] BufferSizes(ArrowType type, long end, void** pointers) => type switch
    {
        NullType or StructType or FixedSizeListType => [],
        BooleanType => [BitMap.ByteCount((int)end)],
        UnionType { IsDense: true } => [end, end * sizeof(int)],
        UnionType => [end],
        StringType or BinaryType => [OffsetBytes(type, end), LastOffset(type, pointers[0], end)],
        ListType or MapType => [OffsetBytes(type, end)],
        _ => [end * TypeLayout.ByteWidth(type)],
    };

    private static long OffsetBytes(ArrowType type, long end) => (end + 1) * (TypeLayout.OffsetBits(type) / 8);

    private static long LastOffset(ArrowType type, void* offsets, long end) =>
        offsets == null ? 0 : TypeLayout.OffsetBits(type) == 64 ? ((long*)offsets)[end] : ((int*)offsets)[end];

    private static void Require(ArrowType type, bool holds, string found)
    {
        if (!holds)
        {
            throw new ServerException(ErrorCode.InvalidInput, $"A C data array has {found}, which is not the shape of {type}.");
        }
    }
}
