using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Data.Readers;

/// <summary>What one statement gives back.</summary>
/// <param name="schema">No fields for statements without rows.</param>
/// <param name="batches">Read once; each batch belongs to the reader.</param>
internal sealed class ResultSet(Schema schema, IAsyncEnumerable<RecordBatch> batches)
{
    private static readonly Dictionary<string, string> NoTrailers = [];

    public Schema Schema { get; } = schema;

    public IAsyncEnumerable<RecordBatch> Batches { get; } = batches;

    /// <summary>Rows that the statement changed; −1 when it is a query or nobody counted.</summary>
    public long RecordsAffected { get; init; } = -1;

    /// <summary>What the server said after the last batch; asked for once the batches have ended.</summary>
    public Func<IReadOnlyDictionary<string, string>> Trailers { get; init; } = () => NoTrailers;

    /// <summary>The result of a statement without rows.</summary>
    public static ResultSet Changed(long rows, IReadOnlyDictionary<string, string>? trailers = null) =>
        new(new Schema(), AsyncEnumerable.Empty<RecordBatch>()) { RecordsAffected = rows, Trailers = () => trailers ?? NoTrailers };

    /// <summary>The same result, whose trailers somebody else reads, too.</summary>
    public ResultSet Heard(Action<IReadOnlyDictionary<string, string>> hear) => new(Schema, Batches)
    {
        RecordsAffected = RecordsAffected,
        Trailers = () =>
        {
            var trailers = Trailers();
            hear(trailers);
            return trailers;
        },
    };
}
