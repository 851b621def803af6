using System.Numerics;
using PostModern.Models.Tasks.Ocr;

namespace PostModern.Tests.Models.Tasks.Ocr;

public sealed class ReadingOrderTests
{
    [Fact]
    public void Rows_go_down_and_pieces_to_the_right()
    {
        var rows = ReadingOrder.Rows([At(300, 52), At(100, 100), At(100, 48), At(200, 103)]).Select(row => row.Select(r => r.Center.X)).ToList();
        Assert.Equal([100, 300], rows[0]);
        Assert.Equal([100, 200], rows[1]);
    }

    [Fact]
    public void No_text_has_no_rows() => Assert.Empty(ReadingOrder.Rows([]));

    private static TextRegion At(float x, float y) => new(new Vector2(x, y), Vector2.UnitX, 80, 20);
}
