using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Broken messages give a <see cref="ServerException"/> or readable values, and nothing else.</summary>
public sealed class MutatedMessageTests
{
    private const int MutationsPerType = 150;

    public static TheoryData<string> Types => SampleTypes.Names(SampleTypes.All);

    [Fact]
    public void Mutated_schemas()
    {
        var message = SchemaMessage.Encode(new Schema(SampleTypes.All) { Metadata = new Dictionary<string, string> { ["key"] = "value" } });
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 5_000; i++)
        {
            refused += Survives(() => SchemaMessage.Decode(Mutate(message, random))) ? 0 : 1;
        }

        Assert.InRange(refused, 100, 4_990);
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Mutated_schemas_of_one_type(string name)
    {
        var message = SchemaMessage.Encode(new Schema(SampleTypes.Named(name)));
        var random = new Random(2);
        for (var i = 0; i < MutationsPerType; i++)
        {
            Survives(() => SchemaMessage.Decode(Mutate(message, random)));
        }
    }

    [Theory]
    [MemberData(nameof(Types))]
    public void Mutated_headers_and_bodies(string name)
    {
        var batch = new RandomRows(3).Batch(SampleTypes.Named(name), 40);
        var messages = new BatchEncoder(batch.Schema).Encode(batch).Select(message => (Header: message.Header.ToArray(), Body: RecordBatchMessageTests.Body(message))).ToArray();
        var random = new Random(3);
        for (var i = 0; i < MutationsPerType; i++)
        {
            var broken = random.Next(messages.Length);
            var breaksBody = random.Next(2) == 0;
            Survives(() =>
            {
                var decoder = BatchDecoder.For(batch.Schema);
                for (var j = 0; j < messages.Length; j++)
                {
                    var header = j == broken && !breaksBody ? Mutate(messages[j].Header, random) : messages[j].Header;
                    var body = j == broken && breaksBody ? Mutate(messages[j].Body, random) : messages[j].Body;
                    ReadEverything(decoder.Decode(header, body));
                }
            });
        }
    }

    [Fact]
    public void Cut_headers()
    {
        var batch = new RandomRows(4).Batch([.. SampleTypes.Flat, .. SampleTypes.Nested], 10);
        var encoded = RecordBatchMessage.Encode(batch);
        var body = RecordBatchMessageTests.Body(encoded);
        for (var length = 0; length < encoded.Header.Length; length++)
        {
            Survives(() => ReadEverything(RecordBatchMessage.Decode(encoded.Header.Span[..length], body, batch.Schema)));
        }
    }

    /// <summary>One to four bytes replaced, by anything or by what is most likely to hurt.</summary>
    private static byte[] Mutate(byte[] message, Random random)
    {
        var mutated = message.ToArray();
        for (var i = random.Next(1, 5); i > 0 && mutated.Length > 0; i--)
        {
            mutated[random.Next(mutated.Length)] = random.Next(4) switch
            {
                0 => 0xFF,
                1 => 0x7F,
                2 => 0x80,
                _ => (byte)random.Next(256),
            };
        }

        return mutated;
    }

    private static bool Survives(Action decode)
    {
        try
        {
            decode();
            return true;
        }
        catch (ServerException error)
        {
            Assert.NotEqual(ErrorCode.Internal, error.Code);
            return false;
        }
    }

    private static void ReadEverything(RecordBatch? batch)
    {
        foreach (var column in batch?.Columns ?? [])
        {
            // A corrupt length of a column without buffers costs nothing to announce; a few rows say enough.
            for (var row = 0; row < Math.Min(column.Length, 1_000); row++)
            {
                ColumnValue.Get(column, row);
            }
        }

        if (batch is not null)
        {
            _ = new BatchEncoder(batch.Schema).Encode(batch).Sum(message => message.BodyLength);
        }
    }
}
