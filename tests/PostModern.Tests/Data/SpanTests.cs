using System.Text;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Data;

/// <summary>Values read where they lie.</summary>
public class SpanTests
{
    [Fact]
    public void Texts_are_utf8_and_blobs_are_bytes()
    {
        using var text = Results.ReadValue(ArrowTypes.Utf8, "zażółć");
        using var blob = Results.ReadValue(ArrowTypes.Binary, new byte[] { 1, 0, 2 });

        Assert.Equal(Encoding.UTF8.GetBytes("zażółć"), text.GetSpan(0).ToArray());
        Assert.Equal([1, 0, 2], blob.GetSpan(0).ToArray());
    }

    [Fact]
    public void Numbers_and_NULL_have_no_bytes()
    {
        using var number = Results.ReadValue(ArrowTypes.Int32, 1);
        using var missing = Results.ReadValue(ArrowTypes.Utf8, null);

        Assert.Throws<InvalidCastException>(() => number.GetSpan(0).Length);
        Assert.Throws<InvalidCastException>(() => missing.GetSpan(0).Length);
    }
}
