using System.Net;
using System.Security.Cryptography.X509Certificates;
using PostModern.Arrow.Errors;
using PostModern.Lake.Http;
using PostModern.Lake.Objects;
using PostModern.Testing;

namespace PostModern.Tests.Lake.Http;

public sealed class HttpSafetyTests
{
    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("localhost")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("[::ffff:127.0.0.1]")]
    public async Task By_default_this_machine_is_not_asked_however_it_is_written(string host)
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of("secret"));
        using var store = new HttpObjectStore(new HttpOptions());
        var link = await store.AskAsync($"http://{host}:{server.Port}/");
        Assert.Equal(ErrorCode.PermissionDenied, link.Failure?.Code);
        Assert.Contains("loopback", link.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Theory]
    [InlineData("http://10.0.0.1/", "10.0.0.1")]
    [InlineData("http://169.254.169.254/latest/meta-data/", "169.254.169.254")]
    [InlineData("http://localhost:1/", "localhost")]
    [InlineData("file:///etc/passwd", "the scheme 'file:'")]
    [InlineData("ftp://shop.example/x", "the scheme 'ftp:'")]
    [InlineData("http://user:secret@shop.example/", "a URL with a user name")]
    public async Task A_redirect_is_held_to_the_rules_of_a_link(string location, string reason)
    {
        // Only the server's own address is listed, so that a first step is possible.
        var link = await Links.AskAsync(_ => RudeAnswer.Redirect(location), change: o => o with { Addresses = new AddressPolicy(hosts: ["127.0.0.1"]) });
        Assert.Equal(ErrorCode.PermissionDenied, link.Failure?.Code);
        Assert.Contains(reason, link.Failure!.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", link.Failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_link_with_a_password_is_refused_and_the_password_is_not_repeated()
    {
        using var store = Links.Open();
        var link = await store.AskAsync("http://ada:secret@shop.example/photo.jpg");
        Assert.Equal(ErrorCode.InvalidInput, link.Failure?.Code);
        Assert.DoesNotContain("secret", link.Failure!.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("photo.jpg")]
    [InlineData("file:///etc/passwd")]
    [InlineData("javascript:alert(1)")]
    [InlineData("http://")]
    [InlineData("https:///photo.jpg")]
    public async Task What_is_no_link_says_so(string text)
    {
        using var store = Links.Open();
        var link = await store.AskAsync(text);
        Assert.Equal(ErrorCode.InvalidInput, link.Failure?.Code);
        Assert.Contains("is no link", link.Failure!.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_host_that_does_not_exist_is_named()
    {
        using var store = Links.Open();
        var link = await store.AskAsync("http://no-such-host.invalid/photo.jpg");
        Assert.Contains("'no-such-host.invalid'", link.Failure?.Message, StringComparison.Ordinal);
        Assert.True(link.Failure!.Code is ErrorCode.NotFound or ErrorCode.Unavailable);
        Assert.Null(link.Status);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_accepted()
    {
        using var authority = new CertificateAuthority();
        var (certificate, key) = authority.SignServer();
        using var pem = X509Certificate2.CreateFromPemFile(certificate, key);
        await using var server = new RudeServer(_ => RudeAnswer.Of("hello"), certificate: pem);
        using var store = Links.Open();
        var link = await store.AskAsync(server.Url);
        Assert.Equal(ErrorCode.PermissionDenied, link.Failure?.Code);
        Assert.Contains("can't prove that it is '127.0.0.1'", link.Failure!.Message, StringComparison.Ordinal);
        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task An_address_of_the_newer_kind_is_asked()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of("hello"), IPAddress.IPv6Loopback);
        using var store = Links.Open();
        Assert.Equal("text/plain", (await store.AskAsync(server.Url)).Obj?.ContentType);
    }

    [Fact]
    public async Task Requests_name_the_product_ask_for_plain_bytes_and_carry_nothing_else()
    {
        await using var server = new RudeServer(_ => RudeAnswer.Of(Links.Jpeg, "Set-Cookie: id=1"));
        using var store = Links.Open();
        await store.AskAsync(server.Url);
        Assert.All(server.Requests, r => Assert.Equal(["Accept", "Accept-Encoding", "Host", "User-Agent"], r.Headers.Keys.Where(k => k != "Range").Order()));
        Assert.All(server.Requests, r => Assert.StartsWith("PostModern/", r.Headers["User-Agent"], StringComparison.Ordinal));
        Assert.All(server.Requests, r => Assert.Equal("identity", r.Headers["Accept-Encoding"]));
    }

    [Fact]
    public async Task Nothing_is_written_through_a_link()
    {
        using var store = Links.Open();
        var error = await Assert.ThrowsAsync<ServerException>(() => store.PutAsync("https://shop.example/x", new byte[1]));
        Assert.Equal(ErrorCode.Unsupported, error.Code);
        await Assert.ThrowsAsync<ServerException>(() => store.DeleteAsync("https://shop.example/x"));
        await Assert.ThrowsAsync<ServerException>(() => store.CopyAsync(new ObjectRef("https://shop.example/x"), "https://shop.example/y"));
    }
}
