using System.Text.Json.Nodes;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Lake.Delta;

/// <summary>Columns that got a wider type, while older files keep the narrower one.</summary>
/// <remarks>Delta transaction log protocol, section "Type Widening".</remarks>
internal static class TypeWidening
{
    public const string Feature = "typeWidening";

    /// <summary>The key in a field's metadata that lists the changes.</summary>
    public const string ChangesKey = "delta.typeChanges";

    /// <exception cref="ServerException">InvalidInput: the type isn't wider.</exception>
    public static void Widen(JsonObject column, Field wider)
    {
        var old = DeltaTypeJson.ReadField(column).Type;
        var json = DeltaSchema.ToJson(wider);
        var details = SchemaJson.MetadataOf(column);
        var ownType = SchemaJson.MetadataOf(json)[DeltaSchema.DuckDbTypeKey];

        // A type of DuckDB's own stands on a Delta type: what the widening makes of its values isn't Delta's to say.
        if (details.ContainsKey(DeltaSchema.DuckDbTypeKey) || ownType is not null || !IsWider(old, DeltaTypeJson.ReadField(json).Type))
        {
            throw new ServerException(
                ErrorCode.InvalidInput,
                $"Column '{column["name"]}' of type {details[DeltaSchema.DuckDbTypeKey]?.ToString() ?? DuckDbTypeName.Of(old)} can't become {DuckDbTypeName.Of(wider)} in place: "
                + "only whole numbers, decimals, FLOAT and DATE get wider. Write the rows anew with CREATE OR REPLACE TABLE … AS SELECT.");
        }

        if (details[ChangesKey] is not JsonArray changes)
        {
            details[ChangesKey] = changes = [];
        }

        changes.Add(new JsonObject { ["fromType"] = column["type"]!.DeepClone(), ["toType"] = json["type"]!.DeepClone() });
        column["type"] = json["type"]!.DeepClone();
    }

    private static bool IsWider(ArrowType from, ArrowType to) => (from, to) switch
    {
        (IntType a, IntType b) => b.BitWidth > a.BitWidth,
        (FloatType { BitWidth: 32 }, FloatType { BitWidth: 64 }) => true,
        (IntType { BitWidth: <= 32 }, FloatType { BitWidth: 64 }) => true,
        (IntType a, DecimalType b) => b.Precision - b.Scale >= (a.BitWidth == 64 ? 20 : 10),
        (DecimalType a, DecimalType b) => b != a && b.Scale >= a.Scale && b.Precision - b.Scale >= a.Precision - a.Scale,
        (DateType, TimestampType { Timezone: null }) => true,
        _ => false,
    };
}
