using System.Net;
using PostModern.Arrow.Errors;
using PostModern.Engine;
using PostModern.Tests.Lake.S3;

namespace PostModern.Tests.Engine;

/// <summary>Named connections to other services: where they lead, and what becomes of their secrets.</summary>
public sealed class ConnectionTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("postmodern-connections-");

    private string Warehouse => Path.Combine(_folder.FullName, "warehouse");

    public void Dispose() => _folder.Delete(recursive: true);

    [S3Fact]
    public async Task Buckets_of_another_service_are_listed_and_read_by_its_name()
    {
        var (store, bucket) = await S3Server.NewBucketAsync();
        using var _ = store;
        await store.PutAsync($"s3://{bucket}/photos/a.jpg", new byte[] { 0xFF, 0xD8, 1 });
        await using var engine = await OpenAsync();
        await using var session = engine.OpenSession();
        await session.RunAsync($"CREATE CONNECTION partner TYPE s3 OPTIONS (endpoint '{await S3Server.EndpointAsync()}', {Keys()})");

        var listed = $"s3://partner@{bucket}/photos/a.jpg";
        Assert.Equal([$"{listed}|3|{listed}"], await session.RunAsync($"SELECT path, size, obj.uri FROM s3('{bucket}/photos/**', connection => 'Partner')"));
        Assert.Equal([listed], await session.RunAsync($"SELECT path FROM files('s3://partner@{bucket}/photos/*')"));

        // Another server of the warehouse finds it, and what it leads to, by the object's own URI.
        await using var other = await OpenAsync();
        await using var elsewhere = other.OpenSession();
        Assert.Equal([listed], await elsewhere.RunAsync($"SELECT path FROM files('s3://partner@{bucket}/photos/*')"));
    }

    [Fact]
    public async Task Requests_are_not_signed_without_a_key_whatever_the_server_has()
    {
        S3Server.EnsureCredentials();
        using var service = new HttpListener();
        var endpoint = $"http://127.0.0.1:{S3Server.FreePort()}";
        service.Prefixes.Add(endpoint + "/");
        service.Start();
        var answered = Task.Run(async () =>
        {
            var request = await service.GetContextAsync();
            request.Response.StatusCode = 403;
            request.Response.Close();
            return request.Request.Headers["Authorization"];
        });
        await using var engine = await OpenAsync();
        await using var session = engine.OpenSession();
        await session.RunAsync($"CREATE CONNECTION open_data TYPE s3 OPTIONS (endpoint '{endpoint}')");

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM s3('shop/*', connection => 'open_data')"));

        Assert.Null(await answered);
        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
        Assert.Contains("connection 'open_data' is asked without credentials. Change its key_id and secret with CREATE OR REPLACE CONNECTION open_data", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_is_nowhere_in_the_clear()
    {
        const string secret = "wJalrXUtnFEMI";
        await using (var engine = await OpenAsync())
        {
            await using var session = engine.OpenSession();
            await session.RunAsync($"CREATE CONNECTION c TYPE s3 OPTIONS (endpoint 'http://127.0.0.1:1', key_id 'AKIA', secret '{secret}')");
            Assert.DoesNotContain(await session.RunAsync("SELECT options::VARCHAR FROM pm.connections"), row => row.Contains(secret, StringComparison.Ordinal));
            foreach (var wrong in (string[])["OPTIONS (secret '{0}' bad)", "OPTIONS (secret '{0}')", "OPTIONS (region '{0}', region '{0}')", "OPTIONS (path_style '{0}')", "'{0}'"])
            {
                var error = await Assert.ThrowsAsync<ServerException>(
                    () => session.RunAsync("CREATE CONNECTION d TYPE s3 " + string.Format(System.Globalization.CultureInfo.InvariantCulture, wrong, secret)));
                Assert.DoesNotContain(secret, error.Message, StringComparison.Ordinal);
            }
        }

        foreach (var file in Directory.GetFiles(Warehouse, "*", SearchOption.AllDirectories))
        {
            Assert.DoesNotContain(secret, await File.ReadAllTextAsync(file), StringComparison.Ordinal);
        }

        if (!OperatingSystem.IsWindows())
        {
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path.Combine(Warehouse, ".cache", "secret.key")));
        }
    }

    [Fact]
    public async Task A_server_with_another_key_can_list_it_but_not_use_it()
    {
        await using (var engine = await OpenAsync(new byte[32]))
        {
            await using var session = engine.OpenSession();
            await session.RunAsync("CREATE CONNECTION c TYPE s3 OPTIONS (endpoint 'http://127.0.0.1:1', key_id 'AKIA', secret 'x')");
        }

        await using var other = await OpenAsync([.. Enumerable.Repeat((byte)1, 32)]);
        await using var elsewhere = other.OpenSession();
        Assert.Equal(["c|********"], await elsewhere.RunAsync("SELECT name, options['secret'] FROM pm.connections"));

        var error = await Assert.ThrowsAsync<ServerException>(() => elsewhere.RunAsync("FROM s3('shop/*', connection => 'c')"));

        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
        Assert.Contains("encrypted with another server's key", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_secret_works_only_for_the_address_that_it_was_given_for()
    {
        await using var engine = await OpenAsync();
        await using var session = engine.OpenSession();
        await session.RunAsync("CREATE CONNECTION c TYPE s3 OPTIONS (endpoint 'http://127.0.0.1:1', key_id 'AKIA', secret 'x')");
        var file = Path.Combine(Warehouse, ".connections", "c.json");
        await File.WriteAllTextAsync(file, (await File.ReadAllTextAsync(file)).Replace("127.0.0.1:1", "127.0.0.1:2", StringComparison.Ordinal));

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM s3('shop/*', connection => 'c')"));

        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
    }

    [Fact]
    public async Task A_connection_leads_to_no_address_that_only_the_server_can_reach()
    {
        await using var engine = await OpenAsync(allowPrivate: false);
        await using var session = engine.OpenSession();
        await session.RunAsync("CREATE CONNECTION inside TYPE s3 OPTIONS (endpoint 'http://169.254.169.254')");

        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync("FROM s3('shop/*', connection => 'inside')"));

        Assert.Contains("169.254.169.254, a link-local address, which is not asked for", error.Message, StringComparison.Ordinal);
        Assert.Equal(ErrorCode.PermissionDenied, error.Code);
    }

    private Task<QueryEngine> OpenAsync(byte[]? key = null, bool allowPrivate = true) => QueryEngine.OpenAsync(
        new EngineOptions { Warehouse = Warehouse, SecretKey = key, AllowPrivateAddresses = allowPrivate }, CancellationToken.None);

    private static string Keys() =>
        $"key_id '{Environment.GetEnvironmentVariable("AWS_ACCESS_KEY_ID")}', secret '{Environment.GetEnvironmentVariable("AWS_SECRET_ACCESS_KEY")}'";
}
