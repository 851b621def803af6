using System.Collections.Immutable;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>Schemas to the <c>Schema</c> table of Schema.fbs.</summary>
internal static class SchemaEncoder
{
    public static byte[] Encode(Schema schema)
    {
        var writer = new FlatBufferWriter();
        var fields = WriteFields(writer, FieldTree.Of(schema));
        var metadata = WriteMetadata(writer, schema.Metadata);
        writer.StartTable(4);
        writer.AddOffset(2, metadata);
        writer.AddOffset(1, fields);
        writer.AddInt16(0, 0);
        return Message.Encode(writer, MessageKind.Schema, writer.EndTable(), 0);
    }

    private static int WriteFields(FlatBufferWriter writer, ImmutableArray<FieldTree> trees)
    {
        var offsets = new int[trees.Length];
        for (var i = 0; i < offsets.Length; i++)
        {
            offsets[i] = WriteField(writer, trees[i]);
        }

        return writer.WriteOffsets(offsets);
    }

    private static int WriteField(FlatBufferWriter writer, FieldTree tree)
    {
        var field = tree.Field;
        var dictionary = field.Type as DictionaryType;
        var type = dictionary?.Value ?? field.Type;
        var name = writer.WriteString(field.Name);
        var typeTable = TypeEncoder.Write(writer, type);
        var encoding = dictionary is null ? 0 : WriteDictionary(writer, dictionary, tree.DictionaryId);
        var children = WriteFields(writer, tree.Children);
        var metadata = WriteMetadata(writer, field.Metadata);

        writer.StartTable(7);
        writer.AddOffset(0, name);
        writer.AddOffset(3, typeTable);
        writer.AddOffset(4, encoding);
        writer.AddOffset(5, children);
        writer.AddOffset(6, metadata);
        writer.AddBoolean(1, field.IsNullable);
        writer.AddByte(2, (byte)TypeEncoder.TagOf(type));
        return writer.EndTable();
    }

    private static int WriteDictionary(FlatBufferWriter writer, DictionaryType type, long id)
    {
        var index = TypeEncoder.Write(writer, type.Index);
        writer.StartTable(4);
        writer.AddInt64(0, id);
        writer.AddOffset(1, index);
        writer.AddBoolean(2, type.IsOrdered);
        return writer.EndTable();
    }

    private static int WriteMetadata(FlatBufferWriter writer, IReadOnlyDictionary<string, string> metadata)
    {
        if (metadata.Count == 0)
        {
            return 0;
        }

        var offsets = new List<int>(metadata.Count);
        foreach (var (key, value) in metadata)
        {
            var keyText = writer.WriteString(key);
            var valueText = writer.WriteString(value);
            writer.StartTable(2);
            writer.AddOffset(0, keyText);
            writer.AddOffset(1, valueText);
            offsets.Add(writer.EndTable());
        }

        return writer.WriteOffsets([.. offsets]);
    }
}
