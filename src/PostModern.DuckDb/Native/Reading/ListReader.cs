using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>LIST and MAP: each row points to a run of the child vector.</summary>
internal sealed unsafe class ListReader(ArrowType type, ColumnReader items) : ColumnReader(type)
{
    private readonly OffsetBuffer _offsets = new();
    private ListEntry* _entries;

    public override long ByteCount => items.ByteCount + (4L * Length);

    protected override void AttachValues(nint vector)
    {
        _entries = (ListEntry*)NativeMethods.duckdb_vector_get_data(vector);
        items.Attach(NativeMethods.duckdb_list_vector_get_child(vector));
    }

    protected override void AppendValues(int start, int count)
    {
        var offsets = _offsets.Reserve(count);
        long end = items.Length;
        // Neighbouring rows mostly are neighbours in the child vector too, and are copied together.
        var run = default(ListEntry);
        for (var i = 0; i < count; i++)
        {
            var entry = IsValid(start + i) ? _entries[start + i] : default;
            end += (long)entry.Length;
            offsets[i] = CheckEnd(end);
            if (entry.Length == 0)
            {
                continue;
            }

            if (run.Length > 0 && entry.Offset == run.Offset + run.Length)
            {
                run.Length += entry.Length;
                continue;
            }

            AppendRun(run);
            run = entry;
        }

        AppendRun(run);
        _offsets.Advance(count);
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [_offsets.Build(owner)];

    protected override ImmutableArray<Column> BuildChildren(NativeBufferSet owner) => [items.Build(owner)];

    protected override void DisposeValues()
    {
        _offsets.Dispose();
        items.Dispose();
    }

    private void AppendRun(ListEntry run)
    {
        if (run.Length > 0)
        {
            items.Append((int)run.Offset, (int)run.Length);
        }
    }

    private static int CheckEnd(long end) => end <= int.MaxValue
        ? (int)end
        : throw new ServerException(ErrorCode.ResourceExhausted, $"The lists of one batch hold {end} elements; a batch can carry {int.MaxValue}.");
}
