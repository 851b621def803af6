using System.Buffers.Binary;
using PostModern.Arrow.Arrays;
using PostModern.Arrow.Compression;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Ipc;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Arrow.Ipc;

/// <summary>Compressed bodies, ours and hostile ones.</summary>
public sealed class CompressionTests
{
    private static readonly Schema Numbers = new(new Field("n", ArrowTypes.Int64));

    public static TheoryData<BodyCompression> Codecs => [BodyCompression.Lz4Frame, BodyCompression.Zstd];

    [Theory]
    [MemberData(nameof(Codecs))]
    public async Task Batches_and_dictionaries_of_every_type_come_back(BodyCompression compression)
    {
        RecordBatch[] batches = [new RandomRows(1).Batch(SampleTypes.All, 50), new RandomRows(2).Batch(SampleTypes.All, 0), new RandomRows(3).Batch(SampleTypes.All, 500)];

        var read = await IpcStreamTests.ReadAll(await IpcStreamTests.Write(batches, compression));

        Assert.Equal(batches.Length, read.Count);
        for (var i = 0; i < batches.Length; i++)
        {
            BatchAssert.Same(batches[i], read[i]);
            read[i].Dispose();
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void What_repeats_becomes_small_and_noise_is_stored_as_it_is(BodyCompression compression)
    {
        var noise = new byte[80_000];
        new Random(1).NextBytes(noise);

        Assert.InRange(Encode(new byte[80_000], compression).BodyLength, 1, 2_000);
        var stored = Encode(noise, compression);

        Assert.InRange(stored.BodyLength, 80_000, 80_016);
        Assert.Equal(noise, Decode(stored.Header, RecordBatchMessageTests.Body(stored)).Columns[0].Buffers[0].ToArray());
    }

    [Theory]
    [InlineData(BodyCompression.Lz4Frame, -2)]
    [InlineData(BodyCompression.Lz4Frame, long.MinValue)]
    [InlineData(BodyCompression.Lz4Frame, long.MaxValue)]
    [InlineData(BodyCompression.Lz4Frame, 5_000_000_000_000)]
    [InlineData(BodyCompression.Lz4Frame, 80_001)]
    [InlineData(BodyCompression.Lz4Frame, 79_999)]
    [InlineData(BodyCompression.Zstd, -2)]
    [InlineData(BodyCompression.Zstd, long.MaxValue)]
    [InlineData(BodyCompression.Zstd, 5_000_000_000_000)]
    [InlineData(BodyCompression.Zstd, 80_001)]
    [InlineData(BodyCompression.Zstd, 79_999)]
    public void A_length_that_is_a_lie_is_refused(BodyCompression compression, long claimed)
    {
        var message = Encode(new byte[80_000], compression);
        var body = RecordBatchMessageTests.Body(message);
        BinaryPrimitives.WriteInt64LittleEndian(body, claimed);
        var error = Assert.Throws<ServerException>(() => Decode(message.Header, body));

        Assert.Equal(ErrorCode.InvalidInput, error.Code);
        Assert.Contains("column 'n'", error.Message);

        // Beyond what the codec can do at all, the claim is refused before memory is taken.
        Assert.Equal(claimed is < 0 or > int.MaxValue, error.Message.Contains("say that they unfold", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void A_frame_cut_off_anywhere_is_refused(BodyCompression compression)
    {
        var message = Encode([.. Enumerable.Range(0, 800).Select(i => (byte)(i / 7))], compression);
        var body = RecordBatchMessageTests.Body(message);
        for (var cut = sizeof(long); cut < body.Length - 16; cut++)
        {
            var broken = body.ToArray();
            broken.AsSpan(cut).Clear();

            Assert.Equal(ErrorCode.InvalidInput, Assert.Throws<ServerException>(() => Decode(message.Header, broken)).Code);
        }
    }

    [Theory]
    [MemberData(nameof(Codecs))]
    public void Decompressed_memory_and_the_body_are_freed_with_the_batch(BodyCompression compression)
    {
        var message = Encode(new byte[800_000], compression);
        var owner = new CountingOwner();
        var batch = RecordBatchMessage.Decode(message.Header.Span, RecordBatchMessageTests.Body(message), Numbers, owner);

        Assert.Equal(0, owner.Disposals);
        batch.Dispose();

        Assert.Equal(1, owner.Disposals);
        Assert.Throws<ObjectDisposedException>(() => batch.Columns[0].Buffers[0].Span[0]);
    }

    [Fact]
    public void A_library_that_is_missing_is_named_with_its_package()
    {
        var error = Assert.Throws<ServerException>(() => CodecLibrary.Require("libno-such-codec.so.9", "libno-such-codec9", "NOCODEC"));

        Assert.Equal(ErrorCode.Unsupported, error.Code);
        Assert.Contains("apt-get install libno-such-codec9", error.Message);
    }

    private static EncodedBatch Encode(byte[] values, BodyCompression compression)
    {
        var column = new Column { Type = ArrowTypes.Int64, Length = values.Length / sizeof(long), Buffers = [values] };
        return new BatchEncoder(Numbers, compression).EncodeRows(new RecordBatch(Numbers, column.Length, [column]));
    }

    private static RecordBatch Decode(ReadOnlyMemory<byte> header, byte[] body) => RecordBatchMessage.Decode(header.Span, body, Numbers);
}
