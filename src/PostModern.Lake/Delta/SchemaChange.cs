using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>What ALTER TABLE does to a table's definition; its files stay as they are.</summary>
public static class SchemaChange
{
    /// <summary>Adds columns at the end; in the rows that are there they are NULL.</summary>
    /// <exception cref="ServerException">AlreadyExists: a column of that name is there. Unsupported: a type that Delta can't hold.</exception>
    public static TableMetadata Add(TableMetadata metadata, IEnumerable<Field> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var added = SchemaJson.Edit(metadata, schema =>
        {
            foreach (var field in fields)
            {
                CheckFree(schema, field.Name);
                schema["fields"]!.AsArray().Add(DeltaSchema.ToJson(field with { IsNullable = true }));
            }
        });
        return ColumnMapping.AssignMissing(added);
    }

    /// <summary>Renames a column. The files keep its old name: see <see cref="ColumnMapping"/>.</summary>
    /// <exception cref="ServerException">NotFound, or AlreadyExists for the new name.</exception>
    public static TableMetadata Rename(TableMetadata metadata, string column, string name)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        var old = "";
        var renamed = SchemaJson.Edit(ColumnMapping.Enable(metadata), schema =>
        {
            var field = SchemaJson.Find(schema, column);
            old = field["name"]!.GetValue<string>();
            if (!old.Equals(name, StringComparison.OrdinalIgnoreCase))
            {
                CheckFree(schema, name);
            }

            field["name"] = name;
        });
        return renamed with { PartitionColumns = [.. metadata.PartitionColumns.Select(p => p == old ? name : p)] };
    }

    /// <summary>Drops a column. The files keep its values, and earlier versions show them.</summary>
    /// <exception cref="ServerException">NotFound; InvalidInput: it is the last one, or the rows are divided by it.</exception>
    public static TableMetadata Drop(TableMetadata metadata, string column)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return SchemaJson.Edit(ColumnMapping.Enable(metadata), schema =>
        {
            var field = SchemaJson.Find(schema, column);
            var name = field["name"]!.GetValue<string>();
            var fields = schema["fields"]!.AsArray();
            if (metadata.PartitionColumns.Contains(name) || fields.Count - 1 <= metadata.PartitionColumns.Count)
            {
                throw new ServerException(
                    ErrorCode.InvalidInput,
                    metadata.PartitionColumns.Contains(name)
                        ? $"Column '{name}' can't be dropped: the rows are divided by it. Make the dataset anew with CREATE OR REPLACE TABLE … AS SELECT."
                        : $"Column '{name}' can't be dropped: no other would be left in the files.");
            }

            fields.Remove(field);
        });
    }

    /// <summary>Gives a column a wider type. Files keep the narrower one.</summary>
    /// <param name="metadata">The table.</param>
    /// <param name="column">The column.</param>
    /// <param name="type">The new type, under any name.</param>
    /// <exception cref="ServerException">NotFound; InvalidInput: the type isn't wider.</exception>
    public static TableMetadata Widen(TableMetadata metadata, string column, Field type) =>
        SchemaJson.Edit(metadata, schema => TypeWidening.Widen(SchemaJson.Find(schema, column), type));

    /// <summary>Lets a column hold NULL.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public static TableMetadata DropNotNull(TableMetadata metadata, string column) =>
        SchemaJson.Edit(metadata, schema => SchemaJson.Find(schema, column)["nullable"] = true);

    /// <summary>Says what a column is; null takes the comment away.</summary>
    /// <exception cref="ServerException">NotFound.</exception>
    public static TableMetadata Comment(TableMetadata metadata, string column, string? comment) => SchemaJson.Edit(metadata, schema =>
    {
        var details = SchemaJson.MetadataOf(SchemaJson.Find(schema, column));
        details.Remove("comment");
        if (comment is not null)
        {
            details["comment"] = comment;
        }
    });

    /// <summary>Whether there is a column of that name, in any case.</summary>
    public static bool Has(TableMetadata metadata, string column)
    {
        ArgumentNullException.ThrowIfNull(metadata);
        return SchemaJson.TryFind(JsonNode.Parse(metadata.SchemaString)!.AsObject(), column) is not null;
    }

    private static void CheckFree(JsonObject schema, string name)
    {
        if (SchemaJson.TryFind(schema, name) is not null)
        {
            throw new ServerException(ErrorCode.AlreadyExists, $"There is a column '{name}' already. Take another name, or rename or drop that one first.");
        }
    }
}
