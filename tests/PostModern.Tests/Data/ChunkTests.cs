using PostModern.Arrow.Types;

namespace PostModern.Tests.Data;

/// <summary>GetBytes and GetChars.</summary>
public sealed class ChunkTests
{
    [Fact]
    public void Without_a_buffer_the_length_is_told()
    {
        using var bytes = Results.ReadValue(ArrowTypes.Binary, new byte[] { 1, 2, 3, 4 });
        using var text = Results.ReadValue(ArrowTypes.Utf8, "äbcd");

        Assert.Equal(4, bytes.GetBytes(0, 0, null, 0, 0));
        Assert.Equal(4, text.GetChars(0, 0, null, 0, 0));
    }

    [Fact]
    public void A_piece_lands_where_it_is_wanted()
    {
        using var bytes = Results.ReadValue(ArrowTypes.Binary, new byte[] { 1, 2, 3, 4 });
        var buffer = new byte[5];

        Assert.Equal(2, bytes.GetBytes(0, 1, buffer, 2, 2));
        Assert.Equal([0, 0, 2, 3, 0], buffer);
        Assert.Equal(0, bytes.GetBytes(0, 6, buffer, 0, 4));
        Assert.Equal(0, bytes.GetBytes(0, 0, buffer, 5, 0));
    }

    [Fact]
    public void Characters_are_copied_whole()
    {
        using var text = Results.ReadValue(ArrowTypes.Utf8, "äbcd");
        var buffer = new char[6];

        Assert.Equal(4, text.GetChars(0, 0, buffer, 0, 6));
        Assert.Equal("äbcd\0\0", new string(buffer));
    }

    [Fact]
    public void Bad_offsets_are_refused()
    {
        using var bytes = Results.ReadValue(ArrowTypes.Binary, new byte[] { 1, 2, 3, 4 });

        Assert.Throws<ArgumentOutOfRangeException>(() => bytes.GetBytes(0, -1, new byte[4], 0, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => bytes.GetBytes(0, 0, new byte[4], -1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => bytes.GetBytes(0, 0, new byte[4], 5, 0));
        Assert.Throws<ArgumentException>(() => bytes.GetBytes(0, 0, new byte[4], 2, 3));
    }
}
