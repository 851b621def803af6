using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Parquet files as rows of JSON: what the log needs of Parquet, done by somebody who can read it.</summary>
public interface IParquetRows
{
    /// <summary>A file's rows in their order, as JSON objects; maps are objects too, and fields that are NULL may be left out.</summary>
    /// <param name="schema">The columns, and fields in them, to read as far as the file has them; their types are the file's.</param>
    /// <param name="file">The whole file.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServerException">InvalidInput: this is no Parquet file.</exception>
    IAsyncEnumerable<ReadOnlyMemory<byte>> ReadAsync(Schema schema, ReadOnlyMemory<byte> file, CancellationToken cancellationToken);

    /// <summary>A file of these rows.</summary>
    /// <param name="schema">The columns; what a row has beside them is left out.</param>
    /// <param name="rows">A JSON object a line.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <exception cref="ServerException">InvalidInput: a row doesn't fit the columns.</exception>
    Task<byte[]> WriteAsync(Schema schema, ReadOnlyMemory<byte> rows, CancellationToken cancellationToken);
}
