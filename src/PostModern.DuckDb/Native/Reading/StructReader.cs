using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>STRUCT: a child vector a field, all of the struct's length.</summary>
internal sealed class StructReader(StructType type, IReadOnlyList<ColumnReader> fields) : ColumnReader(type)
{
    public override long ByteCount => fields.Sum(child => child.ByteCount);

    protected override void AttachValues(nint vector)
    {
        for (var i = 0; i < fields.Count; i++)
        {
            fields[i].Attach(NativeMethods.duckdb_struct_vector_get_child(vector, (ulong)i));
        }
    }

    protected override void AppendValues(int start, int count)
    {
        foreach (var field in fields)
        {
            field.Append(start, count);
        }
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [];

    protected override ImmutableArray<Column> BuildChildren(NativeBufferSet owner) => [.. fields.Select(field => field.Build(owner))];

    protected override void DisposeValues()
    {
        foreach (var field in fields)
        {
            field.Dispose();
        }
    }
}
