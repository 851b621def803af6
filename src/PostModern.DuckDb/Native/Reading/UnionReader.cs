using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Memory;
using PostModern.Arrow.Types;

namespace PostModern.DuckDb.Native.Reading;

/// <summary>UNION: a struct of a tag and one child vector a member, which is what Arrow calls a sparse union.</summary>
/// <remarks>A null union has null members, so pointing a null row at the first member keeps it null.</remarks>
internal sealed unsafe class UnionReader(UnionType type, IReadOnlyList<ColumnReader> members) : ColumnReader(type)
{
    private readonly ValueBuffer _typeIds = new();
    private byte* _tags;

    public override long ByteCount => Length + members.Sum(member => member.ByteCount);

    protected override bool HasValidity => false;

    protected override void AttachValues(nint vector)
    {
        _tags = (byte*)NativeMethods.duckdb_vector_get_data(NativeMethods.duckdb_struct_vector_get_child(vector, 0));
        for (var i = 0; i < members.Count; i++)
        {
            members[i].Attach(NativeMethods.duckdb_struct_vector_get_child(vector, (ulong)i + 1));
        }
    }

    protected override void AppendValues(int start, int count)
    {
        var typeIds = _typeIds.Reserve(count);
        for (var i = 0; i < count; i++)
        {
            typeIds[i] = IsValid(start + i) ? _tags[start + i] : (byte)0;
        }

        _typeIds.Advance(count);
        foreach (var member in members)
        {
            member.Append(start, count);
        }
    }

    protected override ImmutableArray<ReadOnlyMemory<byte>> BuildBuffers(NativeBufferSet owner) => [_typeIds.Build(owner)];

    protected override ImmutableArray<Column> BuildChildren(NativeBufferSet owner) => [.. members.Select(member => member.Build(owner))];

    protected override void DisposeValues()
    {
        _typeIds.Dispose();
        foreach (var member in members)
        {
            member.Dispose();
        }
    }
}
