using System.Buffers;
using System.Buffers.Binary;
using System.IO.Pipelines;
using Google.Protobuf;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;

namespace PostModern.Tests.Flight;

/// <summary>Held against protobuf's generated class, which knows nothing of our shortcuts.</summary>
public class FlightDataFrameTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(8)]
    [InlineData(100_000)]
    [InlineData(3_000_000)]
    public async Task What_we_write_protobuf_reads(int bodyLength)
    {
        var body = RandomBytes(bodyLength);
        var frame = new FlightDataFrame
        {
            Descriptor = new FlightDescriptor { Type = FlightDescriptor.Types.DescriptorType.Cmd, Cmd = ByteString.CopyFromUtf8("x") },
            Header = RandomBytes(200),
            AppMetadata = RandomBytes(3),
            Body = [body.AsMemory(0, bodyLength / 3), body.AsMemory(bodyLength / 3)],
        };

        var message = FlightData.Parser.ParseFrom(await WriteAsync(frame));

        Assert.Equal(frame.Descriptor, message.FlightDescriptor);
        Assert.Equal(frame.Header.ToArray(), message.DataHeader.ToByteArray());
        Assert.Equal(frame.AppMetadata.ToArray(), message.AppMetadata.ToByteArray());
        Assert.Equal(body, message.DataBody.ToByteArray());
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(8, 7)]
    [InlineData(5_000_000, 60_000)]
    public async Task What_protobuf_writes_we_read(int bodyLength, int chunk)
    {
        var message = new FlightData
        {
            FlightDescriptor = new FlightDescriptor { Path = { "a", "b" } },
            DataHeader = ByteString.CopyFrom(RandomBytes(300)),
            AppMetadata = ByteString.CopyFrom(RandomBytes(9)),
            DataBody = ByteString.CopyFrom(RandomBytes(bodyLength)),
        };

        using var frame = await ReadAsync(message.ToByteArray(), chunk);

        Assert.Equal(message.FlightDescriptor, frame!.Descriptor);
        Assert.Equal(message.DataHeader.ToByteArray(), frame.Header.ToArray());
        Assert.Equal(message.AppMetadata.ToByteArray(), frame.AppMetadata.ToArray());
        Assert.Equal(message.DataBody.ToByteArray(), frame.SingleBody.ToArray());
    }

    [Fact]
    public async Task Fields_may_come_in_any_order_and_unknown_ones_are_skipped()
    {
        var bytes = new MemoryStream();
        using (var output = new CodedOutputStream(bytes, leaveOpen: true))
        {
            output.WriteTag(1000, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFromUtf8("body"));
            output.WriteTag(77, WireFormat.WireType.Varint);
            output.WriteUInt64(ulong.MaxValue);
            output.WriteTag(78, WireFormat.WireType.Fixed64);
            output.WriteFixed64(1);
            output.WriteTag(2, WireFormat.WireType.LengthDelimited);
            output.WriteBytes(ByteString.CopyFromUtf8("header"));
        }

        using var frame = await ReadAsync(bytes.ToArray(), 1);

        Assert.Equal("header"u8.ToArray(), frame!.Header.ToArray());
        Assert.Equal("body"u8.ToArray(), frame.SingleBody.ToArray());
    }

    [Theory]
    [InlineData(new byte[] { 0xC2, 0x3E, 0xFF, 0xFF, 0xFF, 0xFF, 0x07, 1 })]
    [InlineData(new byte[] { 0x12, 0x05, 1, 2 })]
    [InlineData(new byte[] { 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF })]
    [InlineData(new byte[] { 0x13 })]
    public async Task A_field_that_lies_about_its_length_is_refused_before_memory_is_taken(byte[] bytes)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => ReadAsync(bytes, 100));

        Assert.Equal(GrpcStatusCode.InvalidArgument, error.Status);
    }

    private static byte[] RandomBytes(int length)
    {
        var bytes = new byte[length];
        new Random(length).NextBytes(bytes);
        return bytes;
    }

    private static async Task<byte[]> WriteAsync(FlightDataFrame frame)
    {
        var stream = new MemoryStream();
        var writer = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        await writer.WriteFrameAsync(frame, default);
        await writer.CompleteAsync();
        var bytes = stream.ToArray();
        Assert.Equal(bytes.Length - GrpcMessages.PrefixLength, BinaryPrimitives.ReadInt32BigEndian(bytes.AsSpan(1)));
        return bytes[GrpcMessages.PrefixLength..];
    }

    private static async Task<FlightDataFrame?> ReadAsync(byte[] message, int chunk)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.WritePrefix(message.Length);
        bytes.Write(message);
        var reader = new FlightDataReader(new GrpcInput(new ChunkedStream(bytes.WrittenSpan.ToArray(), chunk)));
        return await reader.ReadAsync(default);
    }
}
