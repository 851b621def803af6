using PostModern.Arrow.Types;
using PostModern.DuckDb.Types;
using static PostModern.DuckDb.Native.NativeMethods;

namespace PostModern.DuckDb.Native.Callbacks;

/// <summary>The columns of a function's chunks.</summary>
internal sealed record ArgumentTypes(Schema Schema, IReadOnlyList<DuckType> Types)
{
    /// <param name="chunk">A <c>duckdb_data_chunk</c>.</param>
    /// <param name="unread">The columns that nobody will look at.</param>
    public static ArgumentTypes Read(nint chunk, IReadOnlySet<int> unread)
    {
        var types = new DuckType[duckdb_data_chunk_get_column_count(chunk)];
        for (var i = 0; i < types.Length; i++)
        {
            types[i] = unread.Contains(i) ? new DuckType(DuckDbTypeId.SqlNull) : LogicalTypeReader.Take(duckdb_vector_get_column_type(duckdb_data_chunk_get_vector(chunk, (ulong)i)));
        }

        return new ArgumentTypes(new Schema(types.Select((type, i) => ArrowMapping.ToField($"arg{i}", type, ResultOptions.Default))), types);
    }
}
