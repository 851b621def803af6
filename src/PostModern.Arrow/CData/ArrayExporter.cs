using System.Runtime.InteropServices;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.CData;

/// <summary>Fills C data interface arrays over columns' own buffers; nothing is copied unless its address is misaligned.</summary>
public static unsafe class ArrayExporter
{
    /// <summary>Exports a batch as a struct array.</summary>
    /// <param name="batch">Now belongs to the consumer: the release callback disposes it.</param>
    /// <param name="target">Overwritten; whoever takes it must call its release callback.</param>
    public static void Export(RecordBatch batch, ArrowArray* target)
    {
        var root = new Column
        {
            Type = new StructType(batch.Schema.Fields),
            Length = batch.Length,
            Children = batch.Columns,
        };
        Export(root, target, batch);
    }

    /// <summary>Exports one column.</summary>
    /// <param name="column">Its buffers stay pinned until release.</param>
    /// <param name="target">Overwritten; whoever takes it must call its release callback.</param>
    /// <param name="owner">Disposed by the release callback; null when the buffers are managed or live long enough.</param>
    public static void Export(Column column, ArrowArray* target, IDisposable? owner = null) => Fill(target, column, new SharedOwner(owner));

    private static void Fill(ArrowArray* target, Column column, SharedOwner owner)
    {
        var hasValidity = TypeLayout.HasValidity(column.Type);
        var buffers = column.Buffers.Length + (hasValidity ? 1 : 0);
        var children = column.Children.Length;
        var pointers = (buffers + children) * sizeof(nint);
        var structs = (children + (column.Dictionary is null ? 0 : 1)) * sizeof(ArrowArray);
        var exported = new ExportedArray(owner, pointers + structs);
        var bufferPointers = (void**)exported.Block;
        var childStructs = (ArrowArray*)(exported.Block + pointers);
        *target = new ArrowArray
        {
            Length = column.Length,
            NullCount = column.Validity.IsEmpty ? column.Type is NullType ? column.Length : 0 : column.NullCount,
            Offset = column.Offset,
            BufferCount = buffers,
            ChildCount = children,
            Buffers = bufferPointers,
            Children = (ArrowArray**)(bufferPointers + buffers),
            Dictionary = column.Dictionary is null ? null : childStructs + children,
            Release = &Release,
            PrivateData = exported.PrivateData,
        };
        if (hasValidity)
        {
            *bufferPointers++ = column.Validity.IsEmpty ? null : exported.Hold(column.Validity);
        }

        foreach (var buffer in column.Buffers)
        {
            *bufferPointers++ = exported.Hold(buffer);
        }

        FillChildren(target, childStructs, column, owner);
    }

    private static void FillChildren(ArrowArray* target, ArrowArray* structs, Column column, SharedOwner owner)
    {
        for (var i = 0; i < column.Children.Length; i++)
        {
            target->Children[i] = structs + i;
            Fill(structs + i, column.Children[i], owner);
        }

        if (column.Dictionary is { } dictionary)
        {
            Fill(target->Dictionary, dictionary, owner);
        }
    }

    [UnmanagedCallersOnly]
    private static void Release(ArrowArray* array)
    {
        for (var i = 0; i < array->ChildCount; i++)
        {
            ReleaseOne(array->Children[i]);
        }

        ReleaseOne(array->Dictionary);
        ExportedArray.From(array->PrivateData).Dispose();
        array->Release = null;
    }

    /// <summary>A consumer may have moved a child away; then its release is null.</summary>
    private static void ReleaseOne(ArrowArray* array)
    {
        if (array != null && array->Release != null)
        {
            array->Release(array);
        }
    }
}
