using System.Runtime.InteropServices;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.CData;

/// <summary>Reads C data interface schemas; trusts the producer's pointers, as the interface demands.</summary>
public static unsafe class SchemaImporter
{
    /// <summary>Imports a struct type as a schema, and releases <paramref name="source"/>, also when it fails.</summary>
    /// <exception cref="ServerException">Unsupported: a type that we don't have. InvalidInput: no struct, or released already.</exception>
    public static Schema Import(ArrowSchema* source)
    {
        var field = ImportField(source);
        return field.Type is StructType { Fields: var fields }
            ? new Schema(fields) { Metadata = field.Metadata }
            : throw new ServerException(ErrorCode.InvalidInput, $"A schema was expected, and the C data type is {field.Type}.");
    }

    /// <summary>Imports one field, and releases <paramref name="source"/>, also when it fails.</summary>
    /// <exception cref="ServerException">Unsupported: a type that we don't have. InvalidInput: released already.</exception>
    public static Field ImportField(ArrowSchema* source)
    {
        if (source->Release == null)
        {
            throw new ServerException(ErrorCode.InvalidInput, "The C data schema was released already.");
        }

        try
        {
            return Read(source);
        }
        finally
        {
            source->Release(source);
        }
    }

    private static Field Read(ArrowSchema* source)
    {
        var children = new Field[source->ChildCount];
        for (var i = 0; i < children.Length; i++)
        {
            children[i] = Read(source->Children[i]);
        }

        var flags = (SchemaFlags)source->Flags;
        var type = FormatReader.Read(Text(source->Format), new FieldList(children), flags);
        if (source->Dictionary != null)
        {
            type = type is IntType index
                ? new DictionaryType(index, Read(source->Dictionary).Type, flags.HasFlag(SchemaFlags.DictionaryOrdered))
                : throw new ServerException(ErrorCode.InvalidInput, $"A C data dictionary has indices of type {type}.");
        }

        return new Field(Text(source->Name), type, flags.HasFlag(SchemaFlags.Nullable)) { Metadata = MetadataBlock.Read(source->Metadata) };
    }

    private static string Text(byte* text) => Marshal.PtrToStringUTF8((nint)text) ?? "";
}
