using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Encodes the batches of one stream; remembers which dictionaries the reader has.</summary>
/// <param name="schema">What the stream's schema message says.</param>
/// <param name="compression">Of every buffer; only for readers that asked for it, since many can't undo it.</param>
public sealed class BatchEncoder(Schema schema, BodyCompression compression = BodyCompression.None)
{
    private readonly ImmutableArray<FieldTree> _fields = FieldTree.Of(schema);
    private readonly Dictionary<long, Column> _sent = [];

    /// <summary>Dictionary batches that changed since the previous batch, then the batch; the bodies borrow its memory.</summary>
    public IReadOnlyList<EncodedBatch> Encode(RecordBatch batch) => [.. EncodeDictionaries(batch), EncodeRows(batch)];

    /// <summary>Only the dictionaries that changed since the previous call: the reader must have them before the batch's rows.</summary>
    public IReadOnlyList<EncodedBatch> EncodeDictionaries(RecordBatch batch)
    {
        var messages = new List<EncodedBatch>();
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].HasDictionary)
            {
                AddDictionaries(messages, _fields[i], batch.Columns[i]);
            }
        }

        return messages;
    }

    /// <summary>Only the batch, for a reader that has its dictionaries.</summary>
    public EncodedBatch EncodeRows(RecordBatch batch) => RecordBatchMessage.EncodeColumns(batch, compression);

    /// <summary>Inner dictionaries go first: a reader needs them for the outer ones.</summary>
    private void AddDictionaries(List<EncodedBatch> messages, FieldTree field, Column column)
    {
        var holder = column.Dictionary ?? column;
        for (var i = 0; i < field.Children.Length; i++)
        {
            if (field.Children[i].HasDictionary)
            {
                AddDictionaries(messages, field.Children[i], holder.Children[i]);
            }
        }

        if (column.Dictionary is { } dictionary && !ReferenceEquals(_sent.GetValueOrDefault(field.DictionaryId), dictionary))
        {
            var body = new BodyBuilder(compression);
            ColumnEncoder.Add(body, dictionary);
            messages.Add(body.BuildDictionary(field.DictionaryId, dictionary.Length));
            _sent[field.DictionaryId] = dictionary;
        }
    }
}
