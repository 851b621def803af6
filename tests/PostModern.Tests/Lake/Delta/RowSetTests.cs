using System.Buffers.Binary;
using PostModern.Arrow.Errors;
using PostModern.Lake.Delta;
using PostModern.Lake.Objects;

namespace PostModern.Tests.Lake.Delta;

public sealed class RowSetTests : IDisposable
{
    // As Delta's own implementations test it.
    private const string InlineVector = "^Bg9^0rr910000000000iXQKl0rr91000f55c8Xg0@@D72lkbi5=-{L";

    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task An_inline_vector_of_another_implementation_is_read()
    {
        var rows = await DeletedRows.ReadAsync(new LocalObjectStore(), new DeletionVector("i", InlineVector, null, 44, 6));
        Assert.Equal([3, 4, 7, 11, 18, 29], rows.Rows());
    }

    [Fact]
    public void The_protocols_example_of_an_id_names_its_file()
    {
        var vector = new DeletionVector("u", "ab^-aqEH.-t@S}K{vb[*k^", 4, 40, 6).Locate(new DeltaLog(new LocalObjectStore(), "/table"));
        Assert.Equal("/table/ab/deletion_vector_d2c639aa-8816-431a-aaf6-d3fe2512ff61.bin", vector.PathOrInline);
        Assert.Equal(vector, DeletionVector.Parse(vector.ToText()));
    }

    [Fact]
    public async Task What_is_written_is_read_again()
    {
        long[] rows = [0, 65535, 65536, .. Enumerable.Range(200_000, 5_000), .. Enumerable.Range(0, 3000).Select(i => 400_000 + (i * 7L)), 1L << 40];
        var log = new DeltaLog(new LocalObjectStore(), _folder.Path);
        var vectors = await DeletedRows.WriteAsync(log, [RowSet.Of([9]), RowSet.Of(rows.Reverse().Concat(rows))]);
        Assert.Equal([9], (await DeletedRows.ReadAsync(log.Store, vectors[0].Locate(log))).Rows());
        var read = await DeletedRows.ReadAsync(log.Store, vectors[1].Locate(log));
        Assert.Equal(rows, read.Rows());
        Assert.All(rows, row => Assert.True(read.Contains(row)));
        Assert.False(read.Contains(1) || read.Contains(199_999) || read.Contains(205_000) || read.Contains((1L << 40) + 1));
    }

    [Fact]
    public void Runs_are_read()
    {
        // Cookie with runs and one block; its bit; key 0 with 10 + 3 rows; two runs: 5..14 and 100..102.
        byte[] bitmap = [0x3B, 0x30, 0, 0, 1, 0, 0, 12, 0, 2, 0, 5, 0, 9, 0, 100, 0, 2, 0];
        Assert.Equal([.. Enumerable.Range(5, 10), 100, 101, 102], RoaringReader.Read(Framed(bitmap), "test").Rows().Select(r => (int)r));
    }

    [Fact]
    public async Task Every_broken_byte_of_a_vector_file_is_noticed()
    {
        var log = new DeltaLog(new LocalObjectStore(), _folder.Path);
        var vector = (await DeletedRows.WriteAsync(log, [RowSet.Of([1, 2, 70_000])]))[0].Locate(log);
        var path = vector.PathOrInline;
        var file = await File.ReadAllBytesAsync(path);
        for (var i = 0; i < file.Length; i++)
        {
            var broken = (byte[])file.Clone();
            broken[i] ^= 0x41;
            await File.WriteAllBytesAsync(path, broken);
            var error = await Assert.ThrowsAsync<ServerException>(() => DeletedRows.ReadAsync(new LocalObjectStore(), vector));
            Assert.Equal(ErrorCode.InvalidInput, error.Code);
        }

        await File.WriteAllBytesAsync(path, file[..^3]);
        await Assert.ThrowsAsync<ServerException>(() => DeletedRows.ReadAsync(new LocalObjectStore(), vector));
        File.Delete(path);
        Assert.Equal(ErrorCode.NotFound, (await Assert.ThrowsAsync<ServerException>(() => DeletedRows.ReadAsync(new LocalObjectStore(), vector))).Code);
    }

    [Fact]
    public void Random_bytes_never_do_more_than_fail()
    {
        var random = new Random(7);
        var good = RoaringWriter.Write(RowSet.Of([.. Enumerable.Range(0, 6000), 70_000, 1L << 33]));
        for (var i = 0; i < 5_000; i++)
        {
            var bytes = (byte[])good.Clone();
            for (var change = 0; change < 3; change++)
            {
                bytes[random.Next(4, 60)] = (byte)random.Next(256);
            }

            try
            {
                _ = RoaringReader.Read(bytes.AsSpan(0, random.Next(bytes.Length)), "random").Count;
            }
            catch (ServerException e)
            {
                Assert.Equal(ErrorCode.InvalidInput, e.Code);
            }
        }
    }

    [Theory]
    [InlineData("x", "unknown")]
    [InlineData("u", "no id")]
    public void A_vector_without_a_place_is_refused(string type, string words)
    {
        var error = Assert.Throws<ServerException>(() => new DeletionVector(type, "short", 1, 1, 1).Locate(new DeltaLog(new LocalObjectStore(), "/t")));
        Assert.Contains(words, error.Message, StringComparison.Ordinal);
    }

    private static byte[] Framed(byte[] bitmap)
    {
        var bytes = new byte[16 + bitmap.Length];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, RoaringReader.Magic);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(4), 1);
        bitmap.CopyTo(bytes, 16);
        return bytes;
    }
}
