using System.Diagnostics;
using PostModern.Tests.Models.Transformers;

namespace PostModern.Tests.Models.Hub;

/// <summary><c>postmodern models</c> brings a model and lists it, in a process of its own.</summary>
public sealed class ModelsCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("command-").FullName;

    [Fact]
    public async Task A_model_is_pulled_and_listed()
    {
        await using var server = await HubServer.StartAsync(TinyModels.Folder("text-classes"));
        server.Token = "hf_fromTheEnvironment";
        var pulled = await RunAsync(server, "models", "pull", "hf://org/tiny", "--models", _folder);
        Assert.Equal((0, ""), (pulled.ExitCode, pulled.Error));
        Assert.Contains("tiny: classify, ", pulled.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(server.Token, pulled.Output, StringComparison.Ordinal);
        var listed = await RunAsync(server, "models", "list", "--models", _folder);
        Assert.Contains("tiny", listed.Output, StringComparison.Ordinal);
        Assert.Contains($"hf://org/tiny@{HubServer.Commit}", listed.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_user_can_mend_is_a_sentence()
    {
        await using var server = await HubServer.StartAsync(TinyModels.Folder("text-classes"));
        var missing = await RunAsync(server, "models", "pull", "hf://org/other", "--models", _folder);
        Assert.Equal(1, missing.ExitCode);
        Assert.StartsWith("Error: 127.0.0.1 has no 'hf://org/other@main'.", missing.Error, StringComparison.Ordinal);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private static async Task<(int ExitCode, string Output, string Error)> RunAsync(HubServer server, params string[] arguments)
    {
        var start = new ProcessStartInfo(Path.Combine(AppContext.BaseDirectory, "postmodern"), arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HF_ENDPOINT"] = server.Endpoint.AbsoluteUri;
        start.Environment["HF_TOKEN"] = server.Token ?? "";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        return (process.ExitCode, await output, error);
    }
}
