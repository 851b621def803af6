using System.Numerics;
using PostModern.Models.Tasks.Ocr;

namespace PostModern.Tests.Models.Tasks.Ocr;

public sealed class ReadingOrderTests
{
    [Fact]
    public void Rows_go_down_and_pieces_to_the_right() =>
        Assert.Equal(["c a", "b d"], Rows(At(300, 52, "a"), At(100, 100, "b"), At(100, 48, "c"), At(200, 103, "d")));

    [Fact]
    public void Small_text_beside_large_text_is_in_its_row() =>
        Assert.Equal(["price 7 90"], Rows(At(200, 50, "7", height: 60), At(100, 60, "price", height: 20), At(260, 35, "90", height: 20)));

    [Fact]
    public void A_line_close_below_a_headline_is_a_row_of_its_own() =>
        Assert.Equal(["headline", "text"], Rows(At(200, 50, "headline", height: 50), At(100, 90, "text", height: 20)));

    [Fact]
    public void No_text_has_no_rows() => Assert.Empty(Rows());

    private static IEnumerable<string> Rows(params TextPiece[] pieces) =>
        ReadingOrder.Rows(pieces).Select(row => string.Join(' ', row.Select(piece => piece.Text)));

    private static TextPiece At(float x, float y, string text, float height = 20) =>
        new(new TextRegion(new Vector2(x, y), Vector2.UnitX, 80, height), text);
}
