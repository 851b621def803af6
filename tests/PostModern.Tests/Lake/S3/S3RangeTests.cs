using System.Text;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.S3;

public sealed class S3RangeTests(S3Fixture bucket) : IClassFixture<S3Fixture>
{
    [S3Fact]
    public async Task A_window_is_read_and_the_stream_goes_on_behind_it()
    {
        var text = string.Concat(Enumerable.Range(0, 100_000).Select(i => (char)('a' + (i % 26))));
        var obj = await bucket.Store.TryGetAsync(await bucket.PutAsync("range/long.txt", text));

        await using var stream = await bucket.Store.OpenRangeAsync(obj!, 1000, 50);
        Assert.Equal((1000, text.Length), (stream.Position, stream.Length));
        using var reader = new StreamReader(stream, Encoding.ASCII);
        Assert.Equal(text[1000..], await reader.ReadToEndAsync());
        stream.Position = 3;
        var three = new byte[3];
        await stream.ReadExactlyAsync(three);
        Assert.Equal("def", Encoding.ASCII.GetString(three));
    }

    [S3Fact]
    public async Task A_window_at_or_behind_the_end_is_cut_or_empty()
    {
        var obj = (await bucket.Store.TryGetAsync(await bucket.PutAsync("range/ten.txt", "0123456789")))!;
        Assert.Equal("89", Encoding.ASCII.GetString(await bucket.Store.ReadAsync(obj, 8, 100)));
        Assert.Empty(await bucket.Store.ReadAsync(obj, 10, 100));
        Assert.Empty(await bucket.Store.ReadAsync(obj, 500, 1));
        Assert.Empty(await bucket.Store.ReadAsync((await bucket.Store.TryGetAsync(await bucket.PutAsync("range/empty.txt", "")))!, 0, 100));
    }
}
