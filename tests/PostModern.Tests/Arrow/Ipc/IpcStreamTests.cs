using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Ipc.FlatBuffers;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

public sealed class IpcStreamTests
{
    [Fact]
    public async Task Batches_of_every_type_come_back_in_order()
    {
        RecordBatch[] batches = [new RandomRows(1).Batch(SampleTypes.All, 50), new RandomRows(2).Batch(SampleTypes.All, 0), new RandomRows(3).Batch(SampleTypes.All, 77)];

        var read = await ReadAll(await Write(batches));

        Assert.Equal(batches.Length, read.Count);
        for (var i = 0; i < batches.Length; i++)
        {
            BatchAssert.Same(batches[i], read[i]);
        }
    }

    [Fact]
    public async Task Windows_on_dictionary_columns_come_back()
    {
        var batch = new RandomRows(4).Batch(SampleTypes.Dictionaries, 100);
        RecordBatch[] windows = [RandomRows.Slice(batch, 0, 31), RandomRows.Slice(batch, 31, 69)];

        var read = await ReadAll(await Write(windows));

        BatchAssert.Same(windows[0], read[0]);
        BatchAssert.Same(windows[1], read[1]);
    }

    [Fact]
    public void A_dictionary_is_sent_again_only_when_it_changed()
    {
        var batch = new RandomRows(5).Batch(SampleTypes.Named("dictionary"), 100);
        var encoder = new BatchEncoder(batch.Schema);

        Assert.Equal(2, encoder.Encode(RandomRows.Slice(batch, 0, 50)).Count);
        Assert.Single(encoder.Encode(RandomRows.Slice(batch, 50, 50)));
        Assert.Equal(2, encoder.Encode(new RandomRows(6).Batch(SampleTypes.Named("dictionary"), 10)).Count);
    }

    [Fact]
    public async Task A_stream_without_batches_has_a_schema()
    {
        var schema = new Schema(SampleTypes.All);
        using var stream = new MemoryStream();
        await new IpcStreamWriter(stream, schema).FinishAsync();
        stream.Position = 0;

        var reader = await IpcStreamReader.OpenAsync(stream);

        Assert.Equal(schema, reader.Schema);
        Assert.Null(await reader.ReadAsync());
    }

    [Fact]
    public async Task A_stream_that_trickles_in_is_read()
    {
        var batch = new RandomRows(7).Batch(SampleTypes.All, 20);
        using var trickle = new TricklingStream(await Write([batch]));

        var reader = await IpcStreamReader.OpenAsync(trickle);

        BatchAssert.Same(batch, (await reader.ReadAsync())!);
        Assert.Null(await reader.ReadAsync());
    }

    [Fact]
    public async Task A_stream_cut_anywhere_inside_a_message_is_refused()
    {
        var bytes = await Write([new RandomRows(8).Batch(SampleTypes.Named("utf8"), 20)]);
        var cuts = 0;
        for (var length = 1; length < bytes.Length - 8; length++)
        {
            if (await Record.ExceptionAsync(() => ReadAll(bytes[..length])) is { } error)
            {
                Assert.Equal(ErrorCode.InvalidInput, Assert.IsType<ServerException>(error).Code);
                cuts++;
            }
        }

        // Only the cut between the schema and the batch is an end.
        Assert.Equal(bytes.Length - 8 - 2, cuts);
    }

    [Fact]
    public async Task A_length_that_the_stream_does_not_hold_reserves_no_gigabytes()
    {
        byte[] bytes = [0xFF, 0xFF, 0xFF, 0xFF, 0x00, 0x00, 0x00, 0x70, 1, 2, 3];
        var before = GC.GetAllocatedBytesForCurrentThread();

        await Assert.ThrowsAsync<ServerException>(() => ReadAll(bytes));

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 16 << 20);
    }

    [Fact]
    public void A_null_count_that_the_writer_left_open_is_accepted()
    {
        var writer = new FlatBufferWriter();
        var buffers = writer.WritePairs([(0, 1), (8, 3)]);
        var nodes = writer.WritePairs([(3, -1)]);
        writer.StartTable(4);
        writer.AddInt64(0, 3);
        writer.AddOffset(1, nodes);
        writer.AddOffset(2, buffers);
        var message = Message.Encode(writer, MessageKind.RecordBatch, writer.EndTable(), 16);
        byte[] body = [0b101, 0, 0, 0, 0, 0, 0, 0, 10, 20, 30, 0, 0, 0, 0, 0];

        var batch = RecordBatchMessage.Decode(message, body, new Schema(new Field("v", ArrowTypes.UInt8)));

        Assert.Equal([(byte)10, null, (byte)30], BatchAssert.Values(batch.Columns[0]));
    }

    internal static async Task<byte[]> Write(IReadOnlyList<RecordBatch> batches, BodyCompression compression = BodyCompression.None)
    {
        using var stream = new MemoryStream();
        var writer = new IpcStreamWriter(stream, batches[0].Schema, compression);
        foreach (var batch in batches)
        {
            await writer.WriteAsync(batch);
        }

        await writer.FinishAsync();
        return stream.ToArray();
    }

    internal static async Task<List<RecordBatch>> ReadAll(byte[] bytes)
    {
        using var stream = new MemoryStream(bytes);
        var reader = await IpcStreamReader.OpenAsync(stream);
        var batches = new List<RecordBatch>();
        await foreach (var batch in reader.ReadAllAsync())
        {
            batches.Add(batch);
        }

        return batches;
    }
}
