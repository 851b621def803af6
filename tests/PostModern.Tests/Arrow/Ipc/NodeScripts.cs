using System.Diagnostics;
using System.Text.Json.Nodes;
using PostModern.Testing;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Runs the scripts of <c>Arrow/node</c> on streams in a folder of their own.</summary>
internal sealed class NodeScripts : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("postmodern-arrow-").FullName;

    /// <summary>Columns by name, as <c>print-stream.mjs</c> describes them.</summary>
    public async Task<JsonObject> PrintAsync(byte[] stream) =>
        JsonNode.Parse(await RunAsync("print-stream.mjs", await SaveAsync(stream)))!.AsObject();

    /// <summary>The same batches, written by apache-arrow.</summary>
    public async Task<byte[]> RewriteAsync(byte[] stream)
    {
        var target = Path.Combine(_folder, "rewritten.arrows");
        await RunAsync("rewrite-stream.mjs", await SaveAsync(stream), target);
        return await File.ReadAllBytesAsync(target);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private async Task<string> SaveAsync(byte[] stream)
    {
        var file = Path.Combine(_folder, "stream.arrows");
        await File.WriteAllBytesAsync(file, stream);
        return file;
    }

    private static async Task<string> RunAsync(string script, params string[] arguments)
    {
        var path = Repository.Path("tests", "PostModern.Tests", "Arrow", "node", script);
        using var node = Process.Start(new ProcessStartInfo("node", [path, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true })!;
        var output = node.StandardOutput.ReadToEndAsync();
        var errors = await node.StandardError.ReadToEndAsync();
        await node.WaitForExitAsync();
        Assert.True(node.ExitCode == 0, errors);
        return await output;
    }
}
