using System.Text.Json;

namespace PostModern.Engine.Planning;

/// <summary>Finds the places in the tree that DuckDB's <c>json_serialize_plan</c> gives of an optimized plan.</summary>
internal static class ParquetReads
{
    /// <summary>From here on numbers stand for what isn't in the file, such as its name.</summary>
    private const ulong FirstVirtualColumn = 1UL << 63;

    /// <exception cref="KeyNotFoundException">The plan has another form than this DuckDB's.</exception>
    /// <exception cref="InvalidOperationException">Likewise.</exception>
    public static IReadOnlyList<ParquetRead> Find(JsonElement plan)
    {
        var reads = new List<ParquetRead>();
        Walk(plan, reads);
        return reads;
    }

    private static void Walk(JsonElement node, List<ParquetRead> reads)
    {
        if (node.ValueKind == JsonValueKind.Array)
        {
            foreach (var item in node.EnumerateArray())
            {
                Walk(item, reads);
            }
        }
        else if (node.ValueKind == JsonValueKind.Object)
        {
            if (node.TryGetProperty("function_data", out var data) && data.ValueKind == JsonValueKind.Object && data.TryGetProperty("parquet_options", out var options))
            {
                reads.Add(Read(node, data, options));
            }

            foreach (var property in node.EnumerateObject())
            {
                Walk(property.Value, reads);
            }
        }
    }

    private static ParquetRead Read(JsonElement get, JsonElement data, JsonElement options)
    {
        var files = data.GetProperty("files").EnumerateArray().Select(f => f.GetString()!).ToList();
        var names = get.GetProperty("names").EnumerateArray().Select(n => n.GetString()!).ToList();
        var indexes = get.GetProperty("column_indexes").EnumerateArray().Select(c => c.GetProperty("index").GetUInt64()).ToList();
        var identifiers = Identifiers(options.GetProperty("schema"));
        if (options.GetProperty("encryption_config").ValueKind != JsonValueKind.Null || indexes.Exists(i => i < FirstVirtualColumn && i >= (ulong)names.Count))
        {
            return new ParquetRead(files, null, []);
        }

        var columns = indexes.Where(i => i < FirstVirtualColumn).Select(i => names[(int)i]).Select(n => identifiers.GetValueOrDefault(n, Key(n))).ToHashSet();

        // With a declared schema a column may have another type in the file, and other statistics than the comparison is about.
        return new ParquetRead(files, columns, identifiers.Count > 0 ? [] : [.. ParquetFilter.Find(get.GetProperty("table_filters"), names)]);
    }

    /// <summary>Names compare without case.</summary>
    public static object Key(string name) => name.ToLowerInvariant();

    /// <summary>What a declared schema says about where in the file a column is.</summary>
    private static Dictionary<string, object> Identifiers(JsonElement schema)
    {
        var identifiers = new Dictionary<string, object>();
        foreach (var column in schema.EnumerateArray())
        {
            var value = column.GetProperty("identifier").GetProperty("value");
            identifiers[column.GetProperty("name").GetString()!] = value.ValueKind == JsonValueKind.Number ? value.GetInt64() : Key(value.GetString()!);
        }

        return identifiers;
    }
}
