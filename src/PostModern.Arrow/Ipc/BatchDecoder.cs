using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Decodes the batches of one stream; keeps the dictionaries that it sent.</summary>
public sealed class BatchDecoder
{
    private readonly ImmutableArray<FieldTree> _fields;
    private readonly Dictionary<long, Column> _dictionaries = [];
    private readonly ColumnDecoder _columns;

    private BatchDecoder(Schema schema, ImmutableArray<FieldTree> fields)
    {
        Schema = schema;
        _fields = fields;
        _columns = new ColumnDecoder(_dictionaries);
    }

    public Schema Schema { get; }

    /// <summary>Starts from the stream's schema message, bare or encapsulated.</summary>
    /// <exception cref="ServerException">InvalidInput: no Arrow schema. Unsupported: big-endian, or a type that we don't have.</exception>
    public static BatchDecoder Open(ReadOnlySpan<byte> schemaMessage)
    {
        var (schema, fields) = SchemaDecoder.Decode(SchemaMessage.Bare(schemaMessage));
        return new BatchDecoder(schema, fields);
    }

    /// <summary>Starts from a schema that the sender is known to use; its dictionaries are numbered depth first.</summary>
    public static BatchDecoder For(Schema schema) => new(schema, FieldTree.Of(schema));

    /// <summary>Takes in one message.</summary>
    /// <param name="message">The bare message of a record or dictionary batch.</param>
    /// <param name="body">All buffers; any alignment. A record batch borrows it, a dictionary is copied.</param>
    /// <param name="owner">Whatever must live as long as the body; disposed with the batch, or at once for a dictionary. On an exception it stays the caller's.</param>
    /// <returns>The batch; null when the message was a dictionary.</returns>
    /// <exception cref="ServerException">InvalidInput: corrupt. Unsupported: a compression that we don't have.</exception>
    public RecordBatch? Decode(ReadOnlySpan<byte> message, ReadOnlyMemory<byte> body, IDisposable? owner = null)
    {
        if (Message.KindOf(message) != MessageKind.DictionaryBatch)
        {
            return DecodeBatch(message, body, owner);
        }

        DecodeDictionary(message, body.ToArray());
        owner?.Dispose();
        return null;
    }

    internal RecordBatch DecodeBatch(ReadOnlySpan<byte> message, ReadOnlyMemory<byte> body, IDisposable? owner)
    {
        var memory = new BatchMemory(isManaged: false);
        try
        {
            return Read(message, body, memory, owner);
        }
        catch
        {
            memory.Dispose();
            throw;
        }
    }

    private RecordBatch Read(ReadOnlySpan<byte> message, ReadOnlyMemory<byte> body, BatchMemory memory, IDisposable? owner)
    {
        var table = Message.Open(message, MessageKind.RecordBatch, out var version);
        var batch = new BatchReader(table, body, version, memory);
        var columns = ImmutableArray.CreateBuilder<Column>(_fields.Length);
        foreach (var field in _fields)
        {
            var column = _columns.Read(ref batch, field, batch.Length);
            columns.Add(column.Length == batch.Length ? column : column.Slice(0, batch.Length));
        }

        return new RecordBatch(Schema, batch.Length, columns.MoveToImmutable(), memory.Own(owner));
    }

    private void DecodeDictionary(ReadOnlySpan<byte> message, byte[] body)
    {
        var table = Message.Open(message, MessageKind.DictionaryBatch, out var version);
        var id = table.Int64(0);
        var field = _fields.SelectMany(tree => tree.Dictionaries()).FirstOrDefault(tree => tree.DictionaryId == id)
            ?? throw FlatBuffers.CorruptMessage.Error("DictionaryBatch", $"no field uses dictionary {id}");
        var values = field with
        {
            Field = field.Field with { Type = ((DictionaryType)field.Field.Type).Value },
            DictionaryId = -1,
        };
        var batch = new BatchReader(table.Table(1, "data"), body, version, new BatchMemory(isManaged: true));
        var read = _columns.Read(ref batch, values, batch.Length);

        // Batches that came before keep the dictionary that they had.
        var isDelta = table.Boolean(2);
        _dictionaries[id] = isDelta && _dictionaries.TryGetValue(id, out var known) ? ColumnJoin.Join(known, read) : read;
    }
}
