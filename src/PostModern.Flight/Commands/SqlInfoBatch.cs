using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Flight.Commands;

/// <summary>Builds the answer to GetSqlInfo: each value in the alternative of the union that its CLR type names.</summary>
public sealed class SqlInfoBatch
{
    private readonly PrimitiveBuilder<uint> _names = new(ArrowTypes.UInt32);
    private readonly UnionBuilder _values = new((UnionType)MetadataSchemas.SqlInfo.Fields[1].Type);

    /// <param name="id">What is answered.</param>
    /// <param name="value">string, bool, long, int (also bit masks), a list of strings, or a map from int to lists of int.</param>
    public void Add(SqlInfoId id, object value)
    {
        _names.Append((uint)id);
        _values.AppendValue(value);
    }

    /// <summary>The rows so far as a batch of <see cref="MetadataSchemas.SqlInfo"/>.</summary>
    public RecordBatch Build()
    {
        var length = _names.Length;
        return new RecordBatch(MetadataSchemas.SqlInfo, length, [_names.Build(), _values.Build()]);
    }
}
