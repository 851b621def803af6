using System.Runtime.InteropServices;
using System.Text;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.CData;

/// <summary>Fills C data interface schemas; each node and its texts are one native block that its release callback frees.</summary>
public static unsafe class SchemaExporter
{
    /// <summary>Exports a schema as a struct type, as batches are exported.</summary>
    /// <param name="schema">Copied; may be collected right after.</param>
    /// <param name="target">Overwritten; whoever takes it must call its release callback.</param>
    public static void Export(Schema schema, ArrowSchema* target) =>
        Fill(target, new Field("", new StructType(schema.Fields), false) { Metadata = schema.Metadata });

    /// <summary>Exports one field.</summary>
    /// <param name="field">Copied; may be collected right after.</param>
    /// <param name="target">Overwritten; whoever takes it must call its release callback.</param>
    public static void Export(Field field, ArrowSchema* target) => Fill(target, field);

    private static void Fill(ArrowSchema* target, Field field)
    {
        var dictionary = field.Type as DictionaryType;
        var children = dictionary is null ? field.Type.Children : [];
        var format = Encoding.UTF8.GetBytes(FormatWriter.Write(field.Type) + '\0');
        var name = Encoding.UTF8.GetBytes(field.Name + '\0');
        var metadata = field.Metadata.Count == 0 ? [] : MetadataBlock.Write(field.Metadata);

        var structs = children.Count + (dictionary is null ? 0 : 1);
        var pointerBytes = children.Count * sizeof(nint);
        var textAt = pointerBytes + (structs * sizeof(ArrowSchema));
        var block = (byte*)NativeMemory.AllocZeroed((nuint)(textAt + metadata.Length + format.Length + name.Length));
        var childStructs = (ArrowSchema*)(block + pointerBytes);

        // Metadata first: it starts with an integer and wants alignment, the texts do not.
        *target = new ArrowSchema
        {
            Metadata = metadata.Length == 0 ? null : Place(metadata, block + textAt),
            Format = Place(format, block + textAt + metadata.Length),
            Name = Place(name, block + textAt + metadata.Length + format.Length),
            Flags = (long)FlagsOf(field),
            ChildCount = children.Count,
            Children = children.Count == 0 ? null : (ArrowSchema**)block,
            Dictionary = dictionary is null ? null : childStructs + children.Count,
            Release = &Release,
            PrivateData = block,
        };
        for (var i = 0; i < children.Count; i++)
        {
            target->Children[i] = childStructs + i;
            Fill(childStructs + i, children[i]);
        }

        if (dictionary is not null)
        {
            Fill(target->Dictionary, new Field("", dictionary.Value));
        }
    }

    private static SchemaFlags FlagsOf(Field field) =>
        (field.IsNullable ? SchemaFlags.Nullable : SchemaFlags.None)
        | (field.Type is DictionaryType { IsOrdered: true } ? SchemaFlags.DictionaryOrdered : SchemaFlags.None)
        | (field.Type is MapType { KeysSorted: true } ? SchemaFlags.MapKeysSorted : SchemaFlags.None);

    private static byte* Place(byte[] bytes, byte* at)
    {
        bytes.CopyTo(new Span<byte>(at, bytes.Length));
        return at;
    }

    [UnmanagedCallersOnly]
    private static void Release(ArrowSchema* schema)
    {
        for (var i = 0; i < schema->ChildCount; i++)
        {
            ReleaseOne(schema->Children[i]);
        }

        ReleaseOne(schema->Dictionary);
        NativeMemory.Free(schema->PrivateData);
        schema->Release = null;
    }

    /// <summary>A consumer may have moved a child away; then its release is null.</summary>
    private static void ReleaseOne(ArrowSchema* schema)
    {
        if (schema != null && schema->Release != null)
        {
            schema->Release(schema);
        }
    }
}
