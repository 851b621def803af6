using PostModern.Arrow.Types;

namespace PostModern.Data.Writers;

/// <summary>Finds the columns that mappings name.</summary>
internal static class ColumnMap
{
    /// <param name="source">The names that the source has, in order.</param>
    /// <param name="mappings">Empty for all of them.</param>
    /// <param name="destination">The table's columns; null when they don't matter.</param>
    /// <exception cref="InvalidOperationException">The source has no such column, or two go to the same one.</exception>
    public static IReadOnlyList<MappedColumn> Resolve(
        IReadOnlyList<string> source, IReadOnlyList<ColumnRequest> mappings, Schema? destination)
    {
        var wanted = mappings.Count > 0 ? mappings : [.. source.Select((name, ordinal) => new ColumnRequest(null, ordinal, name, null))];
        MappedColumn[] columns = [.. wanted.Select(request => new MappedColumn(
            Find(source, request), request.Name, request.Type ?? TypeOf(destination, request.Name), request.Type is not null))];
        return columns.GroupBy(column => column.Name, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Skip(1).Any()) is { } twice
            ? throw new InvalidOperationException($"Several columns go to '{twice.Key}'; map each to a column of its own.")
            : columns;
    }

    private static int Find(IReadOnlyList<string> source, ColumnRequest request)
    {
        var ordinal = request.Source is not { } name ? request.Ordinal
            : IndexOf(source, name, StringComparison.Ordinal) is >= 0 and var exact ? exact
            : IndexOf(source, name, StringComparison.OrdinalIgnoreCase);
        return ordinal >= 0 && ordinal < source.Count
            ? ordinal
            : throw new InvalidOperationException(
                $"The source has no column {request.Source ?? $"{request.Ordinal}"} for '{request.Name}'; it has: {string.Join(", ", source)}.");
    }

    private static int IndexOf(IReadOnlyList<string> names, string name, StringComparison comparison)
    {
        for (var i = 0; i < names.Count; i++)
        {
            if (string.Equals(names[i], name, comparison))
            {
                return i;
            }
        }

        return -1;
    }

    private static ArrowType? TypeOf(Schema? destination, string name) =>
        destination?.Fields.FirstOrDefault(field => string.Equals(field.Name, name, StringComparison.OrdinalIgnoreCase))?.Type;
}

/// <summary>A mapping as the caller wrote it.</summary>
/// <param name="Source">The source's column by name; null for one by place.</param>
/// <param name="Ordinal">Its place.</param>
/// <param name="Name">The destination's column.</param>
/// <param name="Type">What to send; null to follow the source.</param>
internal sealed record ColumnRequest(string? Source, int Ordinal, string Name, ArrowType? Type);
