using System.Buffers;
using System.IO.Pipelines;
using Google.Protobuf;
using Google.Protobuf.Reflection;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Flight.Commands;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Flight.Streams;
using PostModern.Tests.Arrow;
using PostModern.Tests.Arrow.Ipc;
using PostModern.Tests.Fuzzing;

namespace PostModern.Tests.Flight;

/// <summary>Broken calls as they come off the socket: gRPC's frames, FlightData's fields, commands, and the messages in them.</summary>
public sealed class MutatedUploadTests
{
    [Fact]
    public async Task Mutated_uploads_from_frame_to_value()
    {
        var uploads = await UploadsAsync();

        var refused = await FuzzRun.RunAsync(3_000, async random =>
        {
            var upload = Mutation.Of(Pick(uploads, random), Pick(uploads, random), random);
            var frames = new FlightDataReader(new GrpcInput(new ChunkedStream(upload, 1 + random.Next(5_000))));
            var reader = new BatchReader(token => frames.ReadAsync(token).AsTask());
            UnpackDescriptor(await reader.PeekDescriptorAsync(default));
            while (await reader.ReadBatchAsync(default) is { } batch)
            {
                using (batch)
                {
                    MutatedMessageTests.ReadEverything(batch);
                }
            }
        });

        Assert.InRange(refused, 0.2, 0.95);
    }

    [Fact]
    public async Task Mutated_commands()
    {
        var commands = FlightSqlReflection.Descriptor.MessageTypes.Select(type => FlightSqlCommand.Pack(Filled(type)).ToByteArray()).ToArray();

        var refused = await FuzzRun.RunAsync(2_000, random =>
        {
            FlightSqlCommand.TryUnpack(ByteString.CopyFrom(Mutation.Of(Pick(commands, random), Pick(commands, random), random)), out _);
        });

        Assert.InRange(refused, 0.1, 0.95);
    }

    [Fact]
    public async Task Mutated_handshakes()
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.WriteMessage(new HandshakeRequest { ProtocolVersion = 1, Payload = new BasicAuth { Username = "ada", Password = "lovelace" }.ToByteString() });
        var header = BasicCredentials.Encode("ada", "love:lace").Select(letter => (byte)letter).ToArray();

        var refused = await FuzzRun.RunAsync(500, async random =>
        {
            BasicCredentials.TryDecode(string.Concat(Mutation.Of(header, header, random).Select(letter => (char)letter)), out _, out _);
            var input = new GrpcInput(new MemoryStream(Mutation.Of(bytes.WrittenSpan.ToArray(), header, random)));
            await input.ReadMessageAsync(HandshakeRequest.Parser, default);
        });

        Assert.InRange(refused, 0.1, 0.95);
    }

    private static void UnpackDescriptor(FlightDescriptor? descriptor)
    {
        if (descriptor is not null)
        {
            FlightSqlCommand.TryUnpack(descriptor.Cmd, out _);
        }
    }

    private static byte[] Pick(byte[][] items, Random random) => items[random.Next(items.Length)];

    private static async Task<byte[][]> UploadsAsync()
    {
        var uploads = new List<byte[]>();
        foreach (var field in SampleTypes.All)
        {
            foreach (var compression in Enum.GetValues<BodyCompression>())
            {
                uploads.Add(await UploadAsync(new RandomRows(uploads.Count).Batch(field, 20), compression));
            }
        }

        return [.. uploads];
    }

    private static async Task<byte[]> UploadAsync(RecordBatch batch, BodyCompression compression)
    {
        var stream = new MemoryStream();
        var output = PipeWriter.Create(stream, new StreamPipeWriterOptions(leaveOpen: true));
        var writer = new BatchStreamWriter(output, batch.Schema, compression);
        await writer.WriteSchemaAsync(FlightSqlCommand.ToDescriptor(new CommandStatementUpdate { Query = "INSERT INTO t VALUES (?)" }), default);
        await writer.WriteBatchAsync(batch, default);
        await writer.WriteBatchAsync(batch, default);
        await output.CompleteAsync();
        return stream.ToArray();
    }

    /// <summary>A message of the type with something in each field that takes text, bytes, a number or a flag.</summary>
    private static IMessage Filled(MessageDescriptor type)
    {
        var message = type.Parser.ParseFrom(ByteString.Empty);
        foreach (var field in type.Fields.InDeclarationOrder().Where(field => !field.IsRepeated && !field.IsMap))
        {
            object? value = field.FieldType switch
            {
                FieldType.String => "some text",
                FieldType.Bytes => ByteString.CopyFromUtf8("some bytes"),
                FieldType.Bool => true,
                FieldType.Int32 => 300,
                FieldType.Int64 => 300L,
                _ => null,
            };
            if (value is not null)
            {
                field.Accessor.SetValue(message, value);
            }
        }

        return message;
    }
}
