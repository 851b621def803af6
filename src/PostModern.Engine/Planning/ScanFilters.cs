using System.Text.Json;

namespace PostModern.Engine.Planning;

/// <summary>One place where a plan reads a version, and what it drops of its rows at once.</summary>
/// <param name="Id">The stub's id.</param>
/// <param name="Columns">What the filters' references stand for.</param>
/// <param name="Filters">Expressions of the plan; a row must meet them all.</param>
internal sealed record FilteredScan(string Id, IReadOnlyList<ScanColumn> Columns, IReadOnlyList<JsonElement> Filters);

/// <summary>A column that a plan's filter refers to: one of the version's, or whether a value is in a list.</summary>
/// <param name="Name">The version's column; empty when it is a test.</param>
/// <param name="Operand">What is looked for in <paramref name="Values"/>, in the plan's own terms.</param>
/// <param name="Values">The list's constants.</param>
internal sealed record ScanColumn(string Name, JsonElement Operand = default, JsonElement Values = default);

/// <summary>Walks the tree that DuckDB's <c>json_serialize_plan</c> gives of an optimized plan.</summary>
/// <remarks>Its filters are folded, carried through joins and subqueries, and stand where they hold for every row that is read.</remarks>
internal static class ScanFilters
{
    public static IReadOnlyList<FilteredScan> Find(JsonElement plans)
    {
        var scans = new List<FilteredScan>();
        foreach (var plan in plans.EnumerateArray())
        {
            Walk(plan, filters: [], scans);
        }

        return scans;
    }

    private static void Walk(JsonElement node, IReadOnlyList<JsonElement> filters, List<FilteredScan> scans)
    {
        if (Columns(node) is { } input)
        {
            scans.Add(new FilteredScan(input.Id, input.Columns, filters));
            return;
        }

        var isFilter = IsType(node, "LOGICAL_FILTER");
        foreach (var child in node.GetProperty("children").EnumerateArray())
        {
            Walk(child, isFilter ? [.. node.GetProperty("expressions").EnumerateArray()] : [], scans);
        }
    }

    /// <summary>The columns of a stub, and after them those of IN lists that DuckDB has turned into joins.</summary>
    private static (string Id, IReadOnlyList<ScanColumn> Columns)? Columns(JsonElement node)
    {
        if (IsType(node, "LOGICAL_GET"))
        {
            return ReadStub(node);
        }

        return IsMarkJoin(node, out var left, out var list) && Columns(left) is { } input
            ? (input.Id, [.. input.Columns, ReadList(node, list)])
            : null;
    }

    private static (string, IReadOnlyList<ScanColumn>)? ReadStub(JsonElement get)
    {
        if (get.GetProperty("name").GetString() != ScanStubs.ScanFunction)
        {
            return null;
        }

        var names = get.GetProperty("names");
        var read = get.GetProperty("column_indexes").EnumerateArray()
            .Select(c => new ScanColumn(c.GetProperty("index").GetUInt64() is var i && i < (ulong)names.GetArrayLength() ? names[(int)i].GetString()! : ""))
            .ToList();
        var projected = get.GetProperty("projection_ids").EnumerateArray().Select(p => read[p.GetInt32()]).ToList();
        return (get.GetProperty("parameters")[0].GetProperty("value").GetString()!, projected.Count > 0 ? projected : read);
    }

    private static bool IsMarkJoin(JsonElement node, out JsonElement left, out JsonElement list)
    {
        (left, list) = (default, default);
        if (!IsType(node, "LOGICAL_COMPARISON_JOIN") || node.GetProperty("join_type").GetString() != "MARK"
            || node.GetProperty("left_projection_map").GetArrayLength() > 0)
        {
            return false;
        }

        var children = node.GetProperty("children");
        (left, list) = (children[0], children[1]);
        return true;
    }

    private static ScanColumn ReadList(JsonElement join, JsonElement list)
    {
        var conditions = join.GetProperty("conditions");
        return IsType(list, "LOGICAL_CHUNK_GET") && conditions.GetArrayLength() == 1
            && conditions[0].GetProperty("comparison").GetString() == "COMPARE_EQUAL"
            ? new ScanColumn("", conditions[0].GetProperty("left"), list.GetProperty("collection").GetProperty("values")[0])
            : new ScanColumn("");
    }

    private static bool IsType(JsonElement node, string type) => node.GetProperty("type").GetString() == type;
}
