using System.IO.Pipelines;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Tests.Arrow;
using BatchReader = PostModern.Flight.Streams.BatchReader;

namespace PostModern.Tests.Flight;

public class BatchStreamTests
{
    private static readonly Schema Columns = new(new Field("number", ArrowTypes.Int64, false), new Field("text", ArrowTypes.Utf8));

    [Fact]
    public async Task Batches_come_back_as_they_were_sent()
    {
        var reader = await RoundTripAsync([Batch(0, 10), Batch(10, 0), Batch(10, 5)]);

        Assert.Equal(Columns, await reader.ReadSchemaAsync(default));
        Assert.Equal(Enumerable.Range(0, 15).Select(i => (object?)(long)i), await ReadNumbersAsync(reader));
    }

    [Fact]
    public async Task A_stream_without_rows_still_has_its_schema()
    {
        var reader = await RoundTripAsync([]);

        Assert.Equal(Columns, await reader.ReadSchemaAsync(default));
        Assert.Null(await reader.ReadBatchAsync(default));
    }

    [Fact]
    public async Task A_large_batch_is_split_below_the_limit_that_clients_have()
    {
        var bytes = await WriteAsync([Batch(0, 400_000)]);

        Assert.InRange((await BodiesAsync(bytes)).Max(), 1_000_000, 4 * 1024 * 1024);
        Assert.Equal(400_000, (await ReadNumbersAsync(Open(bytes))).Count);
    }

    [Fact]
    public async Task Dictionaries_go_before_the_first_batch_that_needs_them_and_only_once()
    {
        var whole = new RandomRows(1).Batch(SampleTypes.Dictionaries, 100);
        RecordBatch[] windows = [RandomRows.Slice(whole, 0, 40), RandomRows.Slice(whole, 40, 60)];
        var bytes = await WriteAsync(windows);

        var reader = Open(bytes);
        foreach (var window in windows)
        {
            BatchAssert.Same(window, (await reader.ReadBatchAsync(default))!);
        }

        Assert.Null(await reader.ReadBatchAsync(default));
        Assert.Equal(5, (await KindsAsync(bytes)).Count(kind => kind == MessageKind.DictionaryBatch));
    }

    [Fact]
    public async Task A_large_batch_with_a_dictionary_is_split_and_its_dictionary_sent_once()
    {
        var whole = new RandomRows(2).Batch([SampleTypes.Named("dictionary"), SampleTypes.Named("decimal256")], 150_000);

        var kinds = await KindsAsync(await WriteAsync([whole]));

        Assert.Equal(MessageKind.DictionaryBatch, Assert.Single(kinds, kind => kind == MessageKind.DictionaryBatch));
        Assert.Equal(2, kinds.Count(kind => kind == MessageKind.RecordBatch));
    }

    [Fact]
    public async Task Rows_of_very_different_width_are_split_by_their_bytes()
    {
        var schema = new Schema(new Field("text", ArrowTypes.Utf8));
        int[] widths = [.. Enumerable.Repeat(10, 5_000), 3_000_000, 3_000_000, 6_000_000, .. Enumerable.Repeat(1_000, 9_000)];
        var batch = MetadataBatch.FromRows(schema, widths.Select(width => new object?[] { new string('x', width) }));
        var bodies = await BodiesAsync(await WriteAsync([batch]));

        // The row of six megabytes goes alone; all others share messages that every client takes.
        Assert.Equal([6_000_000], bodies.Where(length => length > 4 * 1024 * 1024).Select(length => length / 1_000_000 * 1_000_000));
        Assert.InRange(bodies.Count, 6, 20);
        var reader = Open(await WriteAsync([batch]));
        var read = new List<int>();
        while (await reader.ReadBatchAsync(default) is { } part)
        {
            read.AddRange(Enumerable.Range(0, part.Length).Select(row => part.Columns[0].GetBytes(row).Length));
        }

        Assert.Equal(widths, read);
    }

    [Theory]
    [InlineData(BodyCompression.Lz4Frame)]
    [InlineData(BodyCompression.Zstd)]
    public async Task A_compressed_stream_is_smaller_and_comes_back(BodyCompression compression)
    {
        var batch = Batch(0, 20_000);
        var plain = await WriteAsync([batch]);
        var compressed = await WriteAsync([batch], compression);

        Assert.InRange(compressed.Length, 1, plain.Length / 3 * 2);
        BatchAssert.Same(batch, (await Open(compressed).ReadBatchAsync(default))!);
    }

    [Fact]
    public async Task A_descriptor_may_come_alone_before_the_schema()
    {
        var stream = new MemoryStream();
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        var descriptor = new FlightDescriptor { Path = { "p" } };
        await writer.WriteFrameAsync(new FlightDataFrame { Descriptor = descriptor }, default);
        await new BatchStreamWriter(writer, Columns).WriteSchemaAsync(null, default);
        await writer.CompleteAsync();

        var reader = Open(stream.ToArray());

        Assert.Equal(descriptor, await reader.PeekDescriptorAsync(default));
        Assert.Equal(Columns, await reader.ReadSchemaAsync(default));
    }

    [Fact]
    public async Task A_stream_that_starts_with_a_batch_is_refused()
    {
        var stream = new MemoryStream();
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await new BatchStreamWriter(writer, Columns).WriteBatchAsync(Batch(0, 1), default);
        await writer.CompleteAsync();

        var error = await Assert.ThrowsAsync<RpcException>(() => Open(stream.ToArray()).ReadSchemaAsync(default));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
    }

    private static RecordBatch Batch(int start, int rows) => MetadataBatch.FromRows(
        Columns, Enumerable.Range(start, rows).Select(i => new object?[] { (long)i, i % 7 == 0 ? null : $"row {i}" }));

    private static async Task<byte[]> WriteAsync(RecordBatch[] batches, BodyCompression compression = BodyCompression.None)
    {
        var stream = new MemoryStream();
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        var output = new BatchStreamWriter(writer, batches.FirstOrDefault()?.Schema ?? Columns, compression);
        await output.WriteSchemaAsync(null, default);
        foreach (var batch in batches)
        {
            await output.WriteBatchAsync(batch, default);
        }

        await writer.CompleteAsync();
        return stream.ToArray();
    }

    private static async Task<BatchReader> RoundTripAsync(RecordBatch[] batches) => Open(await WriteAsync(batches));

    private static async Task<List<MessageKind>> KindsAsync(byte[] bytes) => [.. (await MessagesAsync(bytes)).Select(message => message.Kind)];

    private static async Task<List<int>> BodiesAsync(byte[] bytes) => [.. (await MessagesAsync(bytes)).Select(message => message.BodyLength)];

    private static async Task<List<(MessageKind Kind, int BodyLength)>> MessagesAsync(byte[] bytes)
    {
        var frames = new FlightDataReader(new GrpcInput(new MemoryStream(bytes)));
        var messages = new List<(MessageKind, int)>();
        while (await frames.ReadAsync(default) is { } frame)
        {
            using (frame)
            {
                messages.Add((Message.KindOf(frame.Header.Span), frame.SingleBody.Length));
            }
        }

        return messages;
    }

    private static BatchReader Open(byte[] bytes)
    {
        var frames = new FlightDataReader(new GrpcInput(new ChunkedStream(bytes, 1_000)));
        return new BatchReader(token => frames.ReadAsync(token).AsTask());
    }

    private static async Task<List<object?>> ReadNumbersAsync(BatchReader reader)
    {
        var numbers = new List<object?>();
        while (await reader.ReadBatchAsync(default) is { } batch)
        {
            using (batch)
            {
                numbers.AddRange(Enumerable.Range(0, batch.Length).Select(row => ColumnValue.Get(batch.Columns[0], row)));
            }
        }

        return numbers;
    }
}
