using System.Collections.Immutable;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Encodes the batches of one stream; remembers which dictionaries the reader has.</summary>
/// <param name="schema">What the stream's schema message says.</param>
public sealed class BatchEncoder(Schema schema)
{
    private readonly ImmutableArray<FieldTree> _fields = FieldTree.Of(schema);
    private readonly Dictionary<long, Column> _sent = [];

    /// <summary>Dictionary batches that changed since the previous batch, then the batch; the bodies borrow its memory.</summary>
    public IReadOnlyList<EncodedBatch> Encode(RecordBatch batch)
    {
        var messages = new List<EncodedBatch>(1);
        for (var i = 0; i < _fields.Length; i++)
        {
            if (_fields[i].HasDictionary)
            {
                AddDictionaries(messages, _fields[i], batch.Columns[i]);
            }
        }

        messages.Add(RecordBatchMessage.EncodeColumns(batch));
        return messages;
    }

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
            var body = new BodyBuilder();
            ColumnEncoder.Add(body, dictionary);
            messages.Add(body.BuildDictionary(field.DictionaryId, dictionary.Length));
            _sent[field.DictionaryId] = dictionary;
        }
    }
}
