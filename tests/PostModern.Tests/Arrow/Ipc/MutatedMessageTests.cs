using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;
using PostModern.Tests.Fuzzing;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Broken messages are refused as their sender's fault, or give values that can all be read and sent on.</summary>
public sealed class MutatedMessageTests
{
    private const int LargestBody = 1 << 20;
    private static readonly byte[] WholeSchema =
        SchemaMessage.Encode(new Schema(SampleTypes.All) { Metadata = new Dictionary<string, string> { ["key"] = "value" } });

    [Fact]
    public async Task Mutated_streams_of_every_type_compression_and_dictionary()
    {
        using IDisposable guarded = new GuardedMemory(LargestBody);

        var refused = await FuzzRun.RunAsync(12_000, random => DecodeMutated(random, (GuardedMemory)guarded));

        Assert.InRange(refused, 0.2, 0.9);
    }

    [Fact]
    public async Task Mutated_schemas()
    {
        var refused = await FuzzRun.RunAsync(2_000, random => { SchemaMessage.Decode(Mutation.Of(WholeSchema, WholeSchema, random)); });

        Assert.InRange(refused, 0.1, 0.9);
    }

    [Fact]
    public void Valid_streams_are_read_whole()
    {
        using IDisposable guarded = new GuardedMemory(LargestBody);
        Assert.All(FuzzStreams.All, stream => Decode(stream, (GuardedMemory)guarded));
    }

    [Fact]
    public void Cut_headers()
    {
        var batch = new RandomRows(4).Batch([.. SampleTypes.Flat, .. SampleTypes.Nested], 10);
        var encoded = RecordBatchMessage.Encode(batch);
        var body = RecordBatchMessageTests.Body(encoded);
        for (var length = 0; length < encoded.Header.Length - 8; length++)
        {
            if (Record.Exception(() => ReadEverything(RecordBatchMessage.Decode(encoded.Header.Span[..length], body, batch.Schema))) is { } error)
            {
                Assert.Equal(ErrorCode.InvalidInput, Assert.IsType<ServerException>(error).Code);
            }
        }
    }

    internal static void ReadEverything(RecordBatch batch)
    {
        foreach (var column in batch.Columns)
        {
            // A corrupt length of a column without buffers costs nothing to announce; a few rows say enough.
            for (var row = 0; row < Math.Min(column.Length, 200); row++)
            {
                ReadValue(column, row);
            }
        }

        Assert.NotEmpty(new BatchEncoder(batch.Schema).Encode(batch));
    }

    /// <summary>A date that no CLR type holds is good data all the same: the other values must be readable too.</summary>
    private static void ReadValue(Column column, int row)
    {
        try
        {
            ColumnValue.Get(column, row);
        }
        catch (ServerException error) when (error.Code == ErrorCode.InvalidInput)
        {
        }
    }

    private static void DecodeMutated(Random random, GuardedMemory guarded)
    {
        var stream = Pick(random).ToArray();
        var at = random.Next(stream.Length);
        var other = Pick(random) is var donor ? donor[Math.Min(at, donor.Length - 1)] : default;
        stream[at] = stream[at].Body.Length > 0 && random.Next(2) == 0
            ? (stream[at].Header, Mutation.Of(stream[at].Body, other.Body, random))
            : (Mutation.Of(stream[at].Header, other.Header, random), stream[at].Body);
        Decode(stream, guarded);
    }

    private static (byte[] Header, byte[] Body)[] Pick(Random random) => FuzzStreams.All[random.Next(FuzzStreams.All.Count)];

    private static void Decode((byte[] Header, byte[] Body)[] stream, GuardedMemory guarded)
    {
        var decoder = BatchDecoder.Open(stream[0].Header);
        foreach (var (header, body) in stream.Skip(1))
        {
            if (decoder.Decode(header, guarded.Place(body)) is { } batch)
            {
                using (batch)
                {
                    ReadEverything(batch);
                }
            }
        }
    }
}
