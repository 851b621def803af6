using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace PostModern.Tests.Models.Hub;

/// <summary>A registry of one npm package, <c>tiny-model</c> 1.2.3, that npm talks to as to the real one.</summary>
internal sealed class PackageServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly byte[] _archive;

    private PackageServer(byte[] archive)
    {
        _archive = archive;
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.Run(AnswerAsync);
    }

    internal string Address => _app.Urls.First();

    /// <summary>How often the package's files were sent.</summary>
    internal int Downloads { get; private set; }

    /// <param name="files">By their paths in the package.</param>
    internal static async Task<PackageServer> StartAsync(IReadOnlyDictionary<string, byte[]> files)
    {
        var server = new PackageServer(Pack(files));
        await server._app.StartAsync();
        return server;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private Task AnswerAsync(HttpContext context)
    {
        switch (context.Request.Path.Value)
        {
            case "/tiny-model":
                return context.Response.WriteAsJsonAsync(Describe());
            case "/tiny-model/-/tiny-model-1.2.3.tgz":
                Downloads++;
                return context.Response.Body.WriteAsync(_archive).AsTask();
            default:
                context.Response.StatusCode = StatusCodes.Status404NotFound;
                return context.Response.WriteAsJsonAsync(new JsonObject { ["error"] = "Not found" });
        }
    }

    private JsonObject Describe() => new()
    {
        ["name"] = "tiny-model",
        ["dist-tags"] = new JsonObject { ["latest"] = "1.2.3" },
        ["versions"] = new JsonObject
        {
            ["1.2.3"] = new JsonObject
            {
                ["name"] = "tiny-model",
                ["version"] = "1.2.3",
                ["dist"] = new JsonObject
                {
                    ["tarball"] = $"{Address}/tiny-model/-/tiny-model-1.2.3.tgz",
                    ["integrity"] = "sha512-" + Convert.ToBase64String(SHA512.HashData(_archive)),
                },
            },
        },
    };

    private static byte[] Pack(IReadOnlyDictionary<string, byte[]> files)
    {
        using var bytes = new MemoryStream();
        using (var compressed = new GZipStream(bytes, CompressionLevel.Fastest, leaveOpen: true))
        using (var tar = new TarWriter(compressed, TarEntryFormat.Ustar))
        {
            foreach (var (path, content) in files.Append(new("package.json", """{"name":"tiny-model","version":"1.2.3"}"""u8.ToArray())))
            {
                tar.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "package/" + path) { DataStream = new MemoryStream(content) });
            }
        }

        return bytes.ToArray();
    }
}
