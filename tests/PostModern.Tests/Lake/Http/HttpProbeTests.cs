using System.Globalization;
using System.Security.Cryptography;
using PostModern.Arrow.Errors;

namespace PostModern.Tests.Lake.Http;

public sealed class HttpProbeTests
{
    private static readonly string s_modified = "Last-Modified: " + new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero).ToString("R", CultureInfo.InvariantCulture);

    [Fact]
    public async Task A_link_tells_what_is_there_from_its_head_and_first_bytes()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(Links.Jpeg, "ETag: \"v1\"", s_modified));
        using var store = Links.Open();
        var link = await store.AskAsync(server.Url + "/photos/duck%20pond.JPG?w=9#top");
        var row = link.ToListing();
        Assert.Null(row.Error);
        Assert.Equal((200, null, null), (link.Status, link.RedirectedTo, link.Hash));
        Assert.Equal(("duck pond.JPG", "jpg", 3004L, "v1", "image/jpeg"), (row.Name, row.Extension, row.Size, row.Etag, row.ContentType));
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 3, 2, 1, TimeSpan.Zero), row.Modified);
        Assert.Equal(server.Url + "/photos/duck%20pond.JPG?w=9", link.Obj!.Uri);
        Assert.Equal(["HEAD", "GET"], server.Requests.Select(r => r.Method));
        Assert.Equal((0, 511), server.Requests.Last().Range);
    }

    [Theory]
    [InlineData("ETag: \"v1\"", "v1")]
    [InlineData("ETag: v1", "v1")]
    [InlineData("ETag: W/\"v1\"", "last-modified:69f80b89-bbc")]
    [InlineData(null, "last-modified:69f80b89-bbc")]
    public async Task A_strong_etag_pins_and_else_time_and_length_do(string? etag, string pin)
    {
        string[] headers = etag is null ? [s_modified] : [etag, s_modified];
        Assert.Equal(pin, (await Links.AskAsync(_ => RudeAnswer.Of(Links.Jpeg, headers))).Obj?.Etag);
    }

    [Fact]
    public async Task A_server_that_tells_neither_pins_nothing() =>
        Assert.Null((await Links.AskAsync(_ => RudeAnswer.Of(Links.Jpeg))).Obj!.Etag);

    [Theory]
    [InlineData(400)]
    [InlineData(403)]
    [InlineData(405)]
    [InlineData(500)]
    [InlineData(501)]
    public async Task Where_head_is_refused_a_range_is_asked_for(int status)
    {
        var link = await Links.AskAsync(r => r.Method == "HEAD" ? RudeAnswer.Only(status) : RudeAnswer.Of(Links.Jpeg));
        Assert.Equal((200, 3004L, "image/jpeg"), (link.Status, link.Obj?.Size, link.Obj?.ContentType));
    }

    [Fact]
    public async Task A_host_that_does_not_know_head_is_not_asked_for_it_again()
    {
        await using var server = new RudeServer(r => r.Method == "HEAD" ? RudeAnswer.Only(405) : RudeAnswer.Of(Links.Jpeg));
        using var store = Links.Open();
        await store.AskAsync(server.Url + "/1");
        await store.AskAsync(server.Url + "/2");
        Assert.Equal(["HEAD", "GET", "GET"], server.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task Where_head_hangs_a_range_is_asked_for_in_the_time_that_is_left()
    {
        var link = await Links.AskAsync(
            r => RudeAnswer.Of(Links.Jpeg) with { Delay = r.Method == "HEAD" ? TimeSpan.FromMinutes(1) : default },
            change: o => o with { Timeout = TimeSpan.FromMilliseconds(900) });
        Assert.Equal("image/jpeg", link.Obj?.ContentType);
    }

    [Fact]
    public async Task Where_head_lies_the_bytes_are_believed()
    {
        var link = await Links.AskAsync(r => r.Method == "HEAD" ? RudeAnswer.Of("x", "ETag: \"other\"") : RudeAnswer.Of(Links.Jpeg, "ETag: \"v1\""));
        Assert.Equal((3004L, "v1"), (link.Obj?.Size, link.Obj?.Etag));
    }

    [Theory]
    [InlineData("text/html")]
    [InlineData("application/octet-stream")]
    public async Task A_photo_is_one_whatever_the_header_says(string type) =>
        Assert.Equal("image/jpeg", (await Links.AskAsync(_ => RudeAnswer.Of(Links.Jpeg, $"Content-Type: {type}"))).Obj?.ContentType);

    [Fact]
    public async Task An_error_page_is_none_though_header_and_name_say_so()
    {
        var link = await Links.AskAsync(_ => RudeAnswer.Of("\n<!DOCTYPE html><title>Not found</title>", "Content-Type: image/jpeg"));
        Assert.Equal((200, "text/html"), (link.Status, link.Obj?.ContentType));
    }

    [Fact]
    public async Task Bytes_are_what_is_sent_though_they_are_packed_unasked()
    {
        byte[] packed = [0x1F, 0x8B, 8, 0, 1, 2, 3, 4];
        var link = await Links.AskAsync(_ => RudeAnswer.Of(packed, "Content-Encoding: gzip", "Content-Type: text/html"));
        Assert.Equal((8L, "application/gzip"), (link.Obj?.Size, link.Obj?.ContentType));
    }

    [Theory]
    [InlineData(404, ErrorCode.NotFound)]
    [InlineData(410, ErrorCode.NotFound)]
    [InlineData(401, ErrorCode.PermissionDenied)]
    [InlineData(403, ErrorCode.PermissionDenied)]
    [InlineData(418, ErrorCode.InvalidInput)]
    [InlineData(503, ErrorCode.Unavailable)]
    public async Task A_status_that_is_no_success_is_the_links_error(int status, ErrorCode code)
    {
        var link = await Links.AskAsync(_ => RudeAnswer.Only(status));
        Assert.Equal((status, code), (link.Status, link.Failure?.Code));
        Assert.Contains($"answers {status}", link.ToListing().Error, StringComparison.Ordinal);
        Assert.Null(link.Obj);
    }

    [Theory]
    [InlineData(301)]
    [InlineData(302)]
    [InlineData(303)]
    [InlineData(307)]
    [InlineData(308)]
    public async Task Redirects_are_followed_and_shown(int status)
    {
        await using var server = new RudeServer(r => r.Path switch
        {
            "/a" => RudeAnswer.Redirect("b", status),
            "/b" => RudeAnswer.Redirect("/deep/c#part", status),
            _ => RudeAnswer.Of(Links.Jpeg),
        });
        using var store = Links.Open();
        var link = await store.AskAsync(server.Url + "/a");
        Assert.Equal((200, server.Url + "/deep/c"), (link.Status, link.RedirectedTo));
        Assert.Equal(server.Url + "/a", link.Obj!.Uri);
        Assert.Equal(Links.Jpeg, await store.ReadAllAsync(link.Obj));
    }

    [Fact]
    public async Task A_loop_of_redirects_is_shown_as_one()
    {
        var link = await Links.AskAsync(r => RudeAnswer.Redirect(r.Path == "/a" ? "/b" : "/a"), "/a");
        Assert.Matches("redirects in a loop: .*/a → .*/b → .*/a", link.Failure?.Message);
    }

    [Fact]
    public async Task Redirects_without_end_end()
    {
        var link = await Links.AskAsync(r => RudeAnswer.Redirect(r.Path + "x"));
        Assert.Contains("redirects more than 10 times", link.Failure?.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_hash_is_that_of_all_bytes(bool hasLength)
    {
        await using var server = new RudeServer(_ => hasLength
            ? RudeAnswer.Of(Links.Jpeg)
            : RudeAnswer.Of(Links.Jpeg) with { HasRanges = false, Length = -1, Closes = true });
        using var store = Links.Open();
        var link = await store.AskAsync(server.Url, hash: true);
        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(Links.Jpeg)), link.Hash);
        Assert.Equal((3004L, "image/jpeg"), (link.Obj?.Size, link.Obj?.ContentType));
        Assert.Equal(["GET"], server.Requests.Select(r => r.Method));
    }

    [Fact]
    public async Task An_empty_object_is_an_object()
    {
        var link = await Links.AskAsync(r => r.Range is null ? RudeAnswer.Of("") : RudeAnswer.Only(416, "Content-Range: bytes */0"));
        Assert.Equal((200, 0L, null), (link.Status, link.Obj?.Size, link.Obj?.ContentType));
    }

    [Fact]
    public async Task A_huge_object_is_not_read_for_its_first_bytes()
    {
        await using var server = new RudeServer(r => r.Method == "HEAD"
            ? RudeAnswer.Only(405)
            : RudeAnswer.Of(Links.Jpeg) with { HasRanges = false, Length = int.MaxValue });
        using var store = Links.Open();
        var link = await store.AskAsync(server.Url);
        Assert.Equal(((long)int.MaxValue, "image/jpeg"), (link.Obj?.Size, link.Obj?.ContentType));
    }

    [Fact]
    public async Task A_cancelled_question_is_no_broken_link()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of("") with { Delay = TimeSpan.FromMinutes(1) });
        using var store = Links.Open();
        using var cancellation = new CancellationTokenSource(50);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => store.AskAsync(server.Url, cancellationToken: cancellation.Token));
    }
}
