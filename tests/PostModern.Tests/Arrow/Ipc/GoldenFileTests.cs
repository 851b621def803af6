using System.IO.Compression;
using System.Text.Json.Nodes;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>The Arrow project's golden files, written by its releases since 0.14, and the inputs that once broke its readers.</summary>
public sealed class GoldenFileTests
{
    // A file is "ARROW1" and two bytes of padding, a stream, and an index that a reader from start to end doesn't need.
    private const int FileMagic = 8;

    [ArrowTestingFact]
    public async Task Golden_files_and_streams_hold_what_their_json_says()
    {
        var failures = new List<string>();
        var read = 0;
        foreach (var (name, path) in Golden().Where(file => !IsRefused(file.Name)))
        {
            var error = await Record.ExceptionAsync(async () => AssertSame(await ReadAsync(path), Json(path)));
            failures.AddRange(error is null ? [] : [$"{name}: {error.Message}"]);
            read++;
        }

        Assert.Empty(failures);
        Assert.InRange(read, 100, int.MaxValue);
    }

    [ArrowTestingFact]
    public async Task What_we_have_not_is_refused_by_name()
    {
        foreach (var (name, path) in Golden().Where(file => IsRefused(file.Name)))
        {
            var error = await Assert.ThrowsAsync<ServerException>(() => ReadAsync(path));

            Assert.True(error.Code == ErrorCode.Unsupported, $"{name}: {error.Message}");
        }
    }

    [ArrowTestingFact]
    public async Task Inputs_that_broke_other_readers_are_refused_or_read_whole()
    {
        var inputs = ArrowTestingFactAttribute.Files("c", "").Where(file => !file.Name.Contains('/', StringComparison.Ordinal)).ToList();
        foreach (var (name, path) in inputs)
        {
            var error = await Record.ExceptionAsync(async () => (await ReadAsync(path)).ForEach(MutatedMessageTests.ReadEverything));
            Assert.True(error is null or ServerException { Code: ErrorCode.InvalidInput or ErrorCode.Unsupported }, $"{name}: {error}");
        }

        Assert.InRange(inputs.Count, 50, int.MaxValue);
    }

    private static IEnumerable<(string Name, string Path)> Golden() =>
        ArrowTestingFactAttribute.Files("integration/", ".stream").Concat(ArrowTestingFactAttribute.Files("integration/", ".arrow_file"));

    private static bool IsRefused(string name) => name.Contains("bigendian", StringComparison.Ordinal)
        || name.Contains("list_view", StringComparison.Ordinal) || name.Contains("run_end_encoded", StringComparison.Ordinal);

    private static async Task<List<RecordBatch>> ReadAsync(string path)
    {
        var bytes = await File.ReadAllBytesAsync(path);
        return await IpcStreamTests.ReadAll(path.EndsWith(".arrow_file", StringComparison.Ordinal) ? bytes[FileMagic..] : bytes);
    }

    private static JsonNode Json(string path)
    {
        using var text = new GZipStream(File.OpenRead(Path.ChangeExtension(path, ".json.gz")), CompressionMode.Decompress);
        return JsonNode.Parse(text)!;
    }

    private static void AssertSame(List<RecordBatch> batches, JsonNode json)
    {
        var fields = json["schema"]!["fields"]!.AsArray();
        var dictionaries = (json["dictionaries"]?.AsArray() ?? []).ToDictionary(entry => entry!["id"]!.GetValue<long>(), entry => entry!["data"]!["columns"]![0]!);
        var golden = json["batches"]!.AsArray();
        Assert.Equal(golden.Count, batches.Count);
        for (var i = 0; i < batches.Count; i++)
        {
            Assert.Equal(golden[i]!["count"]!.GetValue<int>(), batches[i].Length);
            for (var column = 0; column < fields.Count; column++)
            {
                var name = fields[column]!["name"]!.GetValue<string>();
                Assert.Equal(name, batches[i].Schema.Fields[column].Name);
                new GoldenColumn(dictionaries).AssertSame(batches[i].Columns[column], fields[column]!, golden[i]!["columns"]![column]!, $"batch {i}, column '{name}'");
            }
        }
    }
}
