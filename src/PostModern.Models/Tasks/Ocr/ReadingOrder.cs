namespace PostModern.Models.Tasks.Ocr;

/// <summary>Puts pieces of text into rows from top to bottom, and each row from left to right.</summary>
/// <remarks>Columns are not told apart: a row goes across the page.</remarks>
internal static class ReadingOrder
{
    /// <summary>Pieces belong to one row when at least this part of the lower one lies beside the other.</summary>
    private const float SharedHeight = 0.5f;

    internal static IEnumerable<IReadOnlyList<TextPiece>> Rows(IEnumerable<TextPiece> pieces)
    {
        var rows = new List<List<TextPiece>>();
        foreach (var piece in pieces.OrderBy(piece => piece.Region.Center.Y))
        {
            if (rows.Count > 0 && IsBeside(rows[^1].MaxBy(other => other.Region.Height).Region, piece.Region))
            {
                rows[^1].Add(piece);
            }
            else
            {
                rows.Add([piece]);
            }
        }

        return rows.Select(row => row.OrderBy(piece => piece.Region.Center.X).ToList());
    }

    private static bool IsBeside(TextRegion a, TextRegion b)
    {
        var lower = Math.Min(a.Height, b.Height);
        var shared = ((a.Height + b.Height) / 2) - Math.Abs(a.Center.Y - b.Center.Y);
        return Math.Min(shared, lower) > SharedHeight * lower;
    }
}
