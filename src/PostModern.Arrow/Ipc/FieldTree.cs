using System.Collections.Immutable;
using PostModern.Arrow.Types;

namespace PostModern.Arrow.Ipc;

/// <summary>A field, its children, and the dictionary that its values travel in: what a walk over a batch needs beside the schema.</summary>
/// <param name="Field">As in the schema.</param>
/// <param name="DictionaryId">The id on the wire; −1 for a field that is not dictionary-encoded.</param>
/// <param name="Children">Of the type, or of the dictionary's value type.</param>
/// <param name="IsView">Whether the text or bytes travel in the view layout, which only a reader meets.</param>
internal sealed record FieldTree(Field Field, long DictionaryId, ImmutableArray<FieldTree> Children, bool IsView = false)
{
    public bool HasDictionary => DictionaryId >= 0 || Children.Any(child => child.HasDictionary);

    /// <summary>Numbers the dictionaries of a schema 0, 1, 2 … in the order of a depth-first walk.</summary>
    public static ImmutableArray<FieldTree> Of(Schema schema)
    {
        var next = 0L;
        return [.. schema.Fields.Select(field => Of(field, ref next))];
    }

    /// <summary>Dictionary fields in the order in which their dictionaries must be sent: inner ones first.</summary>
    public IEnumerable<FieldTree> Dictionaries()
    {
        foreach (var inner in Children.SelectMany(child => child.Dictionaries()))
        {
            yield return inner;
        }

        if (DictionaryId >= 0)
        {
            yield return this;
        }
    }

    private static FieldTree Of(Field field, ref long next)
    {
        var id = field.Type is DictionaryType ? next++ : -1;
        var children = ImmutableArray.CreateBuilder<FieldTree>(field.Type.Children.Count);
        foreach (var child in field.Type.Children)
        {
            children.Add(Of(child, ref next));
        }

        return new FieldTree(field, id, children.MoveToImmutable());
    }
}
