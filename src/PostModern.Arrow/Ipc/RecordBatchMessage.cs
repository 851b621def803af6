using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>One record batch as bytes, for schemas without dictionaries; <see cref="BatchEncoder"/> and <see cref="BatchDecoder"/> take any.</summary>
public static class RecordBatchMessage
{
    /// <summary>Encodes a batch; the body borrows the batch's memory.</summary>
    /// <exception cref="ServerException">Unsupported: a column is dictionary-encoded.</exception>
    public static EncodedBatch Encode(RecordBatch batch)
    {
        foreach (var field in FieldTree.Of(batch.Schema))
        {
            if (field.HasDictionary)
            {
                throw new ServerException(ErrorCode.Unsupported, $"Column '{field.Field.Name}' is dictionary-encoded; send it through an IPC stream.");
            }
        }

        return EncodeColumns(batch, BodyCompression.None);
    }

    /// <summary>Decodes a batch that borrows <paramref name="body"/>.</summary>
    /// <param name="message">The bare message.</param>
    /// <param name="body">All buffers; any alignment.</param>
    /// <param name="schema">The stream's schema.</param>
    /// <param name="owner">Whatever must live as long as the body; disposed with the batch.</param>
    /// <exception cref="ServerException">InvalidInput: corrupt. Unsupported: a compression that we don't have.</exception>
    public static RecordBatch Decode(ReadOnlySpan<byte> message, ReadOnlyMemory<byte> body, Schema schema, IDisposable? owner = null) =>
        BatchDecoder.For(schema).DecodeBatch(message, body, owner);

    internal static EncodedBatch EncodeColumns(RecordBatch batch, BodyCompression compression)
    {
        var body = new BodyBuilder(compression);
        foreach (var column in batch.Columns)
        {
            ColumnEncoder.Add(body, column);
        }

        return body.Build(batch.Length);
    }
}
