using PostModern.Arrow.Arrays;

namespace PostModern.Tests.Arrow.Arrays;

public sealed class BitMapTests
{
    private readonly byte[] _bits = [0b1011_0010, 0b0110_1111, 0b1000_0001, 0b0101_0101];

    public static TheoryData<int, int> Ranges => new()
    {
        { 0, 0 }, { 0, 1 }, { 0, 8 }, { 0, 32 }, { 3, 5 }, { 3, 6 }, { 7, 1 }, { 7, 25 }, { 8, 9 }, { 9, 23 }, { 31, 1 }, { 5, 0 },
    };

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Counting_agrees_with_looking_at_each_bit(int start, int count) =>
        Assert.Equal(Enumerable.Range(start, count).Count(i => BitMap.Get(_bits, i)), BitMap.CountSet(_bits, start, count));

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Copying_moves_each_bit_and_clears_the_rest_of_the_last_byte(int start, int count)
    {
        var target = new byte[BitMap.ByteCount(count)];
        Array.Fill(target, (byte)0xFF);

        BitMap.Copy(_bits, start, count, target);

        for (var i = 0; i < target.Length * 8; i++)
        {
            Assert.Equal(i < count && BitMap.Get(_bits, start + i), BitMap.Get(target, i));
        }
    }

    [Theory]
    [MemberData(nameof(Ranges))]
    public void Setting_a_range_touches_nothing_else(int start, int count)
    {
        var before = _bits.ToArray();

        BitMap.SetRange(_bits, start, count);

        for (var i = 0; i < _bits.Length * 8; i++)
        {
            Assert.Equal((i >= start && i < start + count) || BitMap.Get(before, i), BitMap.Get(_bits, i));
        }
    }
}
