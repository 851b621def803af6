using System.Text.Json;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;

namespace PostModern.Specs.ForeignClients;

/// <summary>An IPC stream with a column of every type that DuckDB has is read by apache-arrow, whose code isn't ours, value by value.</summary>
public sealed class ArrowStreamTests : IDisposable
{
    private readonly string _file = Path.GetTempFileName();

    [Fact]
    public async Task Every_type_is_read_by_a_foreign_library()
    {
        await WriteAsync(ArrowStreamColumn.All);

        var seen = await NodeScript.RunAsync("ipc.mjs", [_file]);

        Assert.Equal("[3,3]", seen.GetProperty("batches").GetRawText());
        Assert.Equal(
            ArrowStreamColumn.All.Select(column => $"{column.Name}: {column.Name} {Twice(column.Texts)}"),
            seen.GetProperty("columns").EnumerateArray().Select(Describe));
    }

    public void Dispose() => File.Delete(_file);

    private static string Describe(JsonElement column) =>
        $"{column.GetProperty("name").GetString()}: {column.GetProperty("type").GetString()} "
        + string.Join(" | ", column.GetProperty("values").EnumerateArray().Select(value => value.GetString()));

    private static string Twice(IReadOnlyList<string> texts) => string.Join(" | ", texts.Concat(texts));

    private async Task WriteAsync(IReadOnlyList<ArrowStreamColumn> columns)
    {
        var schema = new Schema(columns.Select(column => new Field(column.Name, column.Type)));
        var batch = new RecordBatch(schema, 3, [.. columns.Select(Build)]);
        await using var stream = File.Create(_file);
        var writer = new IpcStreamWriter(stream, schema);
        await writer.WriteAsync(batch);
        await writer.WriteAsync(batch);
        await writer.FinishAsync();
    }

    private static Column Build(ArrowStreamColumn column)
    {
        var builder = ColumnBuilder.Create(column.Type);
        foreach (var value in column.Values)
        {
            builder.AppendValue(value);
        }

        return builder.Build();
    }
}
