namespace PostModern.Models.Tasks.Ocr;

/// <summary>Puts pieces of text into rows from top to bottom, and each row from left to right.</summary>
internal static class ReadingOrder
{
    /// <summary>Pieces belong to one row when the middle of one lies within the inner half of the other.</summary>
    private const float SameRow = 0.5f;

    internal static IEnumerable<IReadOnlyList<TextRegion>> Rows(IEnumerable<TextRegion> regions)
    {
        var rows = new List<List<TextRegion>>();
        foreach (var region in regions.OrderBy(region => region.Center.Y))
        {
            if (rows.Count > 0 && IsSameRow(rows[^1][^1], region))
            {
                rows[^1].Add(region);
            }
            else
            {
                rows.Add([region]);
            }
        }

        return rows.Select(row => row.OrderBy(region => region.Center.X).ToList());
    }

    private static bool IsSameRow(TextRegion a, TextRegion b) =>
        Math.Abs(a.Center.Y - b.Center.Y) < SameRow * Math.Min(a.Height, b.Height);
}
