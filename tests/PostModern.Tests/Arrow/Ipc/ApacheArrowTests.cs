using System.Text.Json.Nodes;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Streams shared with the npm package apache-arrow: an implementation that can't share our mistakes.</summary>
public sealed class ApacheArrowTests : IDisposable
{
    private readonly NodeScripts _node = new();

    [Fact]
    public async Task Apache_arrow_reads_the_values_that_we_wrote()
    {
        var batches = Batches();

        var printed = await _node.PrintAsync(await IpcStreamTests.Write(batches));

        Assert.Equal(SampleTypes.All.Count, printed.Count);
        for (var i = 0; i < SampleTypes.All.Count; i++)
        {
            var name = SampleTypes.All[i].Name;
            var expected = new JsonArray([.. batches.SelectMany(batch => JsonValues.Of(batch.Columns[i]))]);
            var actual = printed[name]!["values"];
            Assert.True(JsonNode.DeepEquals(expected, actual), $"{name}:\n{expected.ToJsonString()}\n{actual?.ToJsonString()}");
        }
    }

    [Fact]
    public async Task Apache_arrow_reads_nullability_and_metadata()
    {
        var field = new Field("v", ArrowTypes.Int32, false) { Metadata = new Dictionary<string, string> { ["PostModern:duckdb_type"] = "INTEGER" } };
        var column = new Column { Type = ArrowTypes.Int32, Length = 1, Buffers = [new byte[4]] };

        var printed = await _node.PrintAsync(await IpcStreamTests.Write([new RecordBatch(new Schema(field), 1, [column])]));

        Assert.Equal("""{"type":"Int","nullable":false,"metadata":{"PostModern:duckdb_type":"INTEGER"},"values":["0"]}""", printed["v"]!.ToJsonString());
    }

    [Fact]
    public async Task We_read_the_values_that_apache_arrow_wrote()
    {
        var batches = Batches();

        var read = await IpcStreamTests.ReadAll(await _node.RewriteAsync(await IpcStreamTests.Write(batches)));

        Assert.Equal(batches.Length, read.Count);
        for (var i = 0; i < batches.Length; i++)
        {
            BatchAssert.Same(batches[i], read[i]);
        }
    }

    public void Dispose() => _node.Dispose();

    private static RecordBatch[] Batches()
    {
        var whole = new RandomRows(11).Batch(SampleTypes.All, 120);
        return [whole, RandomRows.Slice(whole, 13, 77), new RandomRows(12).Batch(SampleTypes.All, 0), new RandomRows(13).Batch(SampleTypes.All, 31)];
    }
}
