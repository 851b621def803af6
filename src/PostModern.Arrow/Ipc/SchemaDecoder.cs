using System.Collections.Immutable;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>The <c>Schema</c> table of Schema.fbs to a schema and its dictionaries' ids.</summary>
/// <param name="messageLength">
/// Bounds what may be read in all: tables and texts of a hostile message can be shared, which makes exponential size out of few bytes.
/// </param>
internal sealed class SchemaDecoder(int messageLength)
{
    private const int MaxDepth = 64;

    // An honest field or key-value pair takes more bytes than this.
    private const int LeastTableSize = 16;

    // Writers that store equal texts once stay far below this.
    private const int MostTextSharing = 16;
    private int _tableBudget = messageLength / LeastTableSize;
    private long _textBudget = (long)messageLength * MostTextSharing;

    public static (Schema Schema, ImmutableArray<FieldTree> Trees) Decode(ReadOnlySpan<byte> message)
    {
        var table = Message.Open(message, MessageKind.Schema, out _);
        if (table.Int16(0) != 0)
        {
            throw new ServerException(ErrorCode.Unsupported, "The Arrow schema says big-endian data; send little-endian.");
        }

        var decoder = new SchemaDecoder(message.Length);
        var trees = decoder.ReadFields(table.Vector(1, "fields", sizeof(int)), 0);
        var metadata = decoder.ReadMetadata(table.Vector(2, "custom_metadata", sizeof(int)));
        return (new Schema(trees.Select(tree => tree.Field)) { Metadata = metadata }, trees);
    }

    private ImmutableArray<FieldTree> ReadFields(FlatVector fields, int depth)
    {
        if (depth > MaxDepth)
        {
            throw CorruptMessage.Error("Schema", $"fields are nested deeper than {MaxDepth}");
        }

        Spend(fields.Count);
        var trees = ImmutableArray.CreateBuilder<FieldTree>(fields.Count);
        for (var i = 0; i < fields.Count; i++)
        {
            trees.Add(ReadField(fields.Table(i), depth));
        }

        return trees.MoveToImmutable();
    }

    private FieldTree ReadField(FlatTable table, int depth)
    {
        var name = ReadText(table, 0);
        var children = ReadFields(table.Vector(5, "children", sizeof(int)), depth + 1);
        var childFields = new FieldList(children.Select(child => child.Field));
        var tag = (TypeTag)table.Byte(2);
        var type = TypeDecoder.Read(tag, table.Table(3, $"type of field '{name}'"), childFields, name);
        var id = -1L;
        if (table.Has(4))
        {
            (type, id) = ReadDictionary(table.Table(4, "dictionary"), type, name);
        }

        var metadata = ReadMetadata(table.Vector(6, "custom_metadata", sizeof(int)));
        return new FieldTree(new Field(name, type, table.Boolean(1)) { Metadata = metadata }, id, children, tag is TypeTag.Utf8View or TypeTag.BinaryView);
    }

    private static (DictionaryType Type, long Id) ReadDictionary(FlatTable table, ArrowType value, string field)
    {
        var index = table.Has(1) ? TypeDecoder.ReadInt(table.Table(1, "indexType"), field) : ArrowTypes.Int32;
        var id = table.Int64(0);
        return id >= 0
            ? (new DictionaryType(index, value, table.Boolean(2)), id)
            : throw CorruptMessage.Error($"field '{field}'", $"its dictionary has the id {id}");
    }

    private Dictionary<string, string> ReadMetadata(FlatVector pairs)
    {
        Spend(pairs.Count);
        var metadata = new Dictionary<string, string>(pairs.Count);
        for (var i = 0; i < pairs.Count; i++)
        {
            var pair = pairs.Table(i);
            metadata[ReadText(pair, 0)] = ReadText(pair, 1);
        }

        return metadata;
    }

    private string ReadText(FlatTable table, int slot)
    {
        var text = table.String(slot) ?? "";
        _textBudget -= text.Length;
        return _textBudget >= 0 ? text : throw TooLarge();
    }

    private void Spend(int tables)
    {
        _tableBudget -= tables;
        if (_tableBudget < 0)
        {
            throw TooLarge();
        }
    }

    private static ServerException TooLarge() => CorruptMessage.Error("Schema", "it describes more than its bytes can hold");
}
