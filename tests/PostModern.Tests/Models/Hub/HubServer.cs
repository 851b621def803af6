using System.Collections.Concurrent;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostModern.Tests.Models.Hub;

/// <summary>A hub of one repository, <c>org/tiny</c>, with the addresses, headers and redirects of the real one; a second address plays its CDN.</summary>
internal sealed class HubServer : IAsyncDisposable
{
    internal const string Commit = "0123456789abcdef0123456789abcdef01234567";
    private const int PageSize = 3;

    private readonly WebApplication _hub;
    private readonly WebApplication _cdn;

    private HubServer(Dictionary<string, byte[]> files)
    {
        Files = files;
        (_hub, _cdn) = (Build(AnswerAsync), Build(SendAsync));
    }

    internal Dictionary<string, byte[]> Files { get; }

    internal Uri Endpoint => new(_hub.Urls.First());

    /// <summary>What was asked of the CDN: path and range.</summary>
    internal ConcurrentQueue<string> Transfers { get; } = [];

    /// <summary>Whether any request to the CDN brought a token.</summary>
    internal bool CdnSawToken { get; private set; }

    /// <summary>Paths that are broken off in the middle once.</summary>
    internal ConcurrentDictionary<string, bool> BrokenOnce { get; } = [];

    /// <summary>A path whose content isn't the one that is listed.</summary>
    internal string? Falsified { get; set; }

    /// <summary>The token that is asked for; null lets anybody in.</summary>
    internal string? Token { get; set; }

    /// <summary>Answered instead of anything else; 0 for none.</summary>
    internal int Status { get; set; }

    /// <summary>Serves the files of a folder, and a large file beside its network.</summary>
    internal static async Task<HubServer> StartAsync(string folder, int largeBytes = 3_000_000)
    {
        var files = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .ToDictionary(file => Path.GetRelativePath(folder, file).Replace('\\', '/'), File.ReadAllBytes);
        var large = new byte[largeBytes];
        new Random(1).NextBytes(large);
        files["onnx/model.onnx_data"] = large;
        files["README.md"] = "Not needed."u8.ToArray();
        files["onnx/model_fp16.onnx"] = [1, 2, 3];
        files["pytorch_model.bin"] = [4, 5, 6];
        var server = new HubServer(files);
        await server._cdn.StartAsync();
        await server._hub.StartAsync();
        return server;
    }

    public async ValueTask DisposeAsync()
    {
        await _hub.DisposeAsync();
        await _cdn.DisposeAsync();
    }

    private static WebApplication Build(RequestDelegate answer)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.Run(answer);
        return app;
    }

    private Task AnswerAsync(HttpContext context)
    {
        var path = context.Request.Path.Value!;
        if (Status != 0 || (Token is not null && context.Request.Headers.Authorization != $"Bearer {Token}"))
        {
            context.Response.StatusCode = Status != 0 ? Status : StatusCodes.Status401Unauthorized;
            return Task.CompletedTask;
        }

        const string Resolve = $"/org/tiny/resolve/{Commit}/";
        return path switch
        {
            "/api/models/org/tiny/revision/main" or $"/api/models/org/tiny/revision/{Commit}" => context.Response.WriteAsJsonAsync(
                new { id = "org/tiny", sha = Commit, tags = new[] { "onnx", "license:apache-2.0" } }),
            $"/api/models/org/tiny/tree/{Commit}" => ListAsync(context),
            _ when path.StartsWith(Resolve, StringComparison.Ordinal) && Files.ContainsKey(path[Resolve.Length..]) => Redirect(context, path[Resolve.Length..]),
            _ => NotFound(context),
        };
    }

    private Task ListAsync(HttpContext context)
    {
        var from = int.Parse(context.Request.Query["cursor"].FirstOrDefault() ?? "0", CultureInfo.InvariantCulture);
        if (from + PageSize < Files.Count)
        {
            context.Response.Headers.Link = $"<{Endpoint}api/models/org/tiny/tree/{Commit}?recursive=true&cursor={from + PageSize}>; rel=\"next\"";
        }

        var entries = Files.OrderBy(file => file.Key, StringComparer.Ordinal).Skip(from).Take(PageSize).Select(file => Entry(file.Key, file.Value));
        return context.Response.WriteAsync(JsonSerializer.Serialize(entries.Append(new { type = "directory", path = "onnx", oid = "0" })));
    }

    // As the hub does it: large files by their SHA-256, small ones by Git's hash.
    private static object Entry(string path, byte[] content)
    {
        var isLarge = path.Contains(".onnx", StringComparison.Ordinal);
        byte[] blob = [.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content];
#pragma warning disable CA5350 // Git's hash is SHA-1.
        var git = Convert.ToHexStringLower(SHA1.HashData(blob));
#pragma warning restore CA5350
        return isLarge
            ? new { type = "file", path, size = content.Length, oid = git, lfs = new { oid = Convert.ToHexStringLower(SHA256.HashData(content)), size = content.Length } }
            : new { type = "file", path, size = content.Length, oid = git };
    }

    private Task Redirect(HttpContext context, string path)
    {
        context.Response.Headers["x-repo-commit"] = Commit;
        context.Response.Redirect($"{_cdn.Urls.First()}/{path}");
        return Task.CompletedTask;
    }

    private static Task NotFound(HttpContext context)
    {
        context.Response.StatusCode = StatusCodes.Status404NotFound;
        return Task.CompletedTask;
    }

    private async Task SendAsync(HttpContext context)
    {
        var path = context.Request.Path.Value![1..];
        var content = path == Falsified ? [.. Files[path].Reverse()] : Files[path];
        var from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
        CdnSawToken |= context.Request.Headers.Authorization.Count > 0;
        Transfers.Enqueue($"{path} {from}");
        if (from > 0)
        {
            context.Response.StatusCode = StatusCodes.Status206PartialContent;
            context.Response.Headers.ContentRange = $"bytes {from}-{content.Length - 1}/{content.Length}";
        }

        context.Response.ContentLength = content.Length - from;
        if (BrokenOnce.TryRemove(path, out _))
        {
            await context.Response.Body.WriteAsync(content.AsMemory((int)from, (content.Length - (int)from) / 2));
            await context.Response.Body.FlushAsync();
            context.Abort();
            return;
        }

        await context.Response.Body.WriteAsync(content.AsMemory((int)from));
    }
}
