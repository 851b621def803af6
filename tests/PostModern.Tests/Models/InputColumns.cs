using PostModern.Arrow.Arrays;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Models;

/// <summary>Columns that models read.</summary>
internal static class InputColumns
{
    /// <summary>OBJECT values that name a place and pin nothing; null is NULL.</summary>
    public static Column Objects(params IEnumerable<string?> paths) => Objects(paths.Select(path => path is null ? null : new ObjectRef(path)));

    public static Column Objects(IEnumerable<ObjectRef?> objects)
    {
        var builder = (StructBuilder)ColumnBuilder.Create(ObjectRef.ArrowType);
        foreach (var obj in objects)
        {
            builder.AppendValue(obj is null ? null : new object?[] { obj.Uri, obj.Version, obj.Etag, obj.Size, obj.ContentType, obj.Modified });
        }

        return builder.Build();
    }

    public static Column Texts(params IEnumerable<string?> texts)
    {
        var builder = new Utf8Builder();
        foreach (var text in texts)
        {
            builder.AppendValue(text);
        }

        return builder.Build();
    }
}
