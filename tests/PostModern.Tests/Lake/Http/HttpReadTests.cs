using PostModern.Arrow.Errors;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Http;

public sealed class HttpReadTests
{
    private static readonly byte[] s_large = [.. Enumerable.Range(0, 500_000).Select(i => (byte)(i * 31 >> 3))];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Any_part_can_be_read_in_any_order_with_ranges_or_without(bool hasRanges)
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(s_large, "ETag: \"v1\"") with { HasRanges = hasRanges });
        using var store = Links.Open();
        var obj = await store.TryGetAsync(server.Url);
        await using var stream = await store.OpenReadAsync(obj!);
        Assert.Equal(s_large.Length, stream.Length);
        foreach (var start in (int[])[0, 400_000, 499_990, 10, 300_000, 299_000])
        {
            stream.Position = start;
            var part = new byte[10];
            await stream.ReadExactlyAsync(part);
            Assert.Equal(s_large[start..(start + 10)], part);
        }

        stream.Seek(0, SeekOrigin.End);
        Assert.Equal(0, await stream.ReadAsync(new byte[1]));

        // Without ranges the way back costs one copy, and not one for each step.
        Assert.Equal(hasRanges ? 8 : 4, server.Requests.Count);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_made_again_where_it_broke()
    {
        var answers = 0;
        await using var server = new RudeServer(r => RudeAnswer.Of(s_large, "ETag: \"v1\"") with
        {
            CutAt = r.Method == "GET" && Interlocked.Increment(ref answers) is 2 or 3 ? 100_000 : null,
            Resets = answers == 2,
            Closes = answers == 3,
        });
        using var store = Links.Open();
        var obj = await store.TryGetAsync(server.Url);
        Assert.Equal(s_large, await store.ReadAllAsync(obj!));
        Assert.True(server.Requests.Last().Range?.From > 0);
    }

    [Fact]
    public async Task A_body_that_is_shorter_than_it_says_is_an_error()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of("short") with { HasRanges = false, Length = 100, Closes = true });
        using var store = Links.Open();
        var error = await Assert.ThrowsAsync<ServerException>(() => store.ReadAllAsync(new ObjectRef(server.Url)));
        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Contains("can't be read", error.Message, StringComparison.Ordinal);

        var hashed = await store.AskAsync(server.Url, hash: true);
        Assert.Equal((200, ErrorCode.Unavailable), (hashed.Status, hashed.Failure?.Code));
        Assert.Null(hashed.Hash);
    }

    [Theory]
    [InlineData("ETag: \"v1\"", "ETag: \"v2\"")]
    [InlineData("Last-Modified: Mon, 04 May 2026 03:02:01 GMT", "Last-Modified: Mon, 04 May 2026 03:02:02 GMT")]
    public async Task What_has_changed_since_it_was_listed_is_a_conflict(string before, string after)
    {
        var header = before;
        await using var server = new RudeServer(_ => RudeAnswer.Of(s_large, header));
        using var store = Links.Open();
        var obj = await store.TryGetAsync(server.Url);
        header = after;
        var error = await Assert.ThrowsAsync<ServerException>(() => store.OpenReadAsync(obj!));
        Assert.Equal(ErrorCode.Conflict, error.Code);
        Assert.Contains("has changed since it was listed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_changes_while_it_is_read_is_a_conflict_and_never_a_mixture()
    {
        var header = "ETag: \"v1\"";
        await using var server = new RudeServer(_ => RudeAnswer.Of(s_large, header));
        using var store = Links.Open();
        await using var stream = await store.OpenReadAsync(new ObjectRef(server.Url));
        await stream.ReadExactlyAsync(new byte[10]);
        header = "ETag: \"v2\"";
        stream.Position = 400_000;
        var error = await Assert.ThrowsAsync<ServerException>(() => stream.ReadExactlyAsync(new byte[10]).AsTask());
        Assert.Equal(ErrorCode.Conflict, error.Code);
    }

    [Fact]
    public async Task A_body_that_falls_silent_is_given_up()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(s_large) with { Drip = TimeSpan.FromMinutes(1) });
        using var store = Links.Open(o => o with { IdleTimeout = TimeSpan.FromMilliseconds(50) });
        var error = await Assert.ThrowsAsync<ServerException>(() => store.ReadAllAsync(new ObjectRef(server.Url)));
        Assert.Contains("fell silent", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_drips_is_given_up()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(s_large) with { Drip = TimeSpan.FromMilliseconds(10) });
        using var store = Links.Open(o => o with { Timeout = TimeSpan.FromMilliseconds(500) });
        var error = await Assert.ThrowsAsync<ServerException>(() => store.ReadAllAsync(new ObjectRef(server.Url)));
        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.Contains("drips", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_answers_another_range_than_the_asked_one_is_not_believed()
    {
        await using var server = new RudeServer(r => r.Range is { From: > 0 }
            ? new RudeAnswer { Status = 206, Body = new byte[10], Headers = [$"Content-Range: bytes 0-9/{s_large.Length}"] }
            : RudeAnswer.Of(s_large));
        using var store = Links.Open();
        await using var stream = await store.OpenReadAsync(new ObjectRef(server.Url));
        stream.Position = 400_000;
        var error = await Assert.ThrowsAsync<ServerException>(() => stream.ReadExactlyAsync(new byte[10]).AsTask());
        Assert.Contains("Its server is broken", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_object_without_a_length_has_one_once_it_is_open()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(s_large) with { HasRanges = false, Length = -1, Closes = true });
        using var store = Links.Open();
        await using var stream = await store.OpenReadAsync(new ObjectRef(server.Url));
        Assert.Equal(s_large.Length, stream.Length);
        Assert.Equal(s_large[^5..], await store.ReadAsync(new ObjectRef(server.Url), s_large.Length - 5));
    }
}
