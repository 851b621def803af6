using System.Buffers;
using Google.Protobuf;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Flight;

public class GrpcInputTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task Messages_are_found_however_the_bytes_arrive(int chunk)
    {
        var sent = new[] { 0, 1, 5, 9_000, 40_000 }.Select(length => new Ticket { Ticket_ = ByteString.CopyFrom(new byte[length]) }).ToArray();
        var bytes = new ArrayBufferWriter<byte>();
        foreach (var ticket in sent)
        {
            bytes.WriteMessage(ticket);
        }

        var input = new GrpcInput(new ChunkedStream(bytes.WrittenSpan.ToArray(), chunk));
        foreach (var ticket in sent)
        {
            Assert.Equal(ticket, await input.ReadMessageAsync(Ticket.Parser, default));
        }

        Assert.Null(await input.ReadMessageAsync(Ticket.Parser, default));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(20)]
    public async Task A_stream_that_breaks_off_is_an_error_not_an_end(int kept)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.WriteMessage(new Ticket { Ticket_ = ByteString.CopyFrom(new byte[100]) });

        var input = new GrpcInput(new MemoryStream(bytes.WrittenSpan[..kept].ToArray()));
        var error = await Assert.ThrowsAsync<RpcException>(() => input.ReadMessageAsync(Ticket.Parser, default).AsTask());

        Assert.Equal(GrpcStatusCode.Unavailable, error.Status);
    }

    [Fact]
    public async Task A_message_of_many_megabytes_comes_whole()
    {
        var sent = new Ticket { Ticket_ = ByteString.CopyFrom([.. Enumerable.Range(0, 9_000_000).Select(i => (byte)(i % 251))]) };
        var bytes = new ArrayBufferWriter<byte>();
        bytes.WriteMessage(sent);

        var input = new GrpcInput(new ChunkedStream(bytes.WrittenSpan.ToArray(), 70_000));

        Assert.Equal(sent, await input.ReadMessageAsync(Ticket.Parser, default));
    }

    [Fact]
    public async Task A_length_without_its_message_reserves_no_gigabytes()
    {
        var input = new GrpcInput(new MemoryStream([0, 0x7F, 0xFF, 0xFF, 0xFF, 1, 2, 3]));
        var before = GC.GetTotalAllocatedBytes();

        await Assert.ThrowsAsync<RpcException>(() => input.ReadMessageAsync(Ticket.Parser, default).AsTask());

        Assert.InRange(GC.GetTotalAllocatedBytes() - before, 0, 1L << 30);
    }

    [Fact]
    public async Task A_compressed_message_is_refused_with_a_reason()
    {
        var input = new GrpcInput(new MemoryStream([1, 0, 0, 0, 1, 0]));

        var error = await Assert.ThrowsAsync<RpcException>(() => input.ReadMessageAsync(Ticket.Parser, default).AsTask());

        Assert.Equal(GrpcStatusCode.Unimplemented, error.Status);
        Assert.Contains("Compressed", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Bytes_that_are_no_such_message_are_the_callers_fault()
    {
        var input = new GrpcInput(new MemoryStream([0, 0, 0, 0, 2, 0x0A, 0x7F]));

        var error = await Assert.ThrowsAsync<RpcException>(() => input.ReadMessageAsync(Ticket.Parser, default).AsTask());

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
    }
}
