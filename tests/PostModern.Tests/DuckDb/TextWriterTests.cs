using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;
using PostModern.DuckDb.Functions;

namespace PostModern.Tests.DuckDb;

public sealed class TextWriterTests : IDisposable
{
    private readonly InMemory _db = new();

    public void Dispose() => _db.Dispose();

    [Fact]
    public void Texts_of_all_lengths_around_the_inline_limit_are_equal_to_DuckDBs_own()
    {
        _db.Connection.Register(Function("same", call => call.Arguments.Columns[0]));

        Assert.Equal(0L, _db.Value("SELECT count(*) FROM (SELECT repeat('é', i::INTEGER) AS x FROM range(40) t(i)) WHERE same(x) <> x"));
        Assert.Equal(40L, _db.Value("SELECT count(DISTINCT same(x)) FROM (SELECT repeat('z', i::INTEGER) AS x FROM range(40) t(i))"));
    }

    [Fact]
    public void A_slice_of_a_column_is_written_from_its_own_start()
    {
        _db.Connection.Register(Function("tail", call => Text("aa", "a text that is longer than twelve", "cc").Slice(1, 1)));

        Assert.Equal("a text that is longer than twelve", _db.Value("SELECT tail('x')"));
    }

    [Theory]
    [InlineData(new byte[] { 0xFF, 0x41 }, new[] { 0, 2 })]
    [InlineData(new byte[] { 0xC3, 0xA9 }, new[] { 1, 2 })]
    public void Bytes_that_are_no_text_do_not_enter_DuckDB(byte[] bytes, int[] offsets)
    {
        _db.Connection.Register(Function("garbage", _ => new Column
        {
            Type = ArrowTypes.Utf8,
            Length = 1,
            Buffers = [new ReadOnlyMemory<byte>([.. offsets.SelectMany(BitConverter.GetBytes)]), bytes],
        }));

        Assert.Equal(ErrorCode.Internal, Assert.Throws<ServerException>(() => _db.Value("SELECT garbage('x')")).Code);
    }

    private static ScalarFunction Function(string name, Func<FunctionCall, Column> invoke) => new()
    {
        Name = name,
        Parameters = [ArrowTypes.Utf8],
        ReturnType = ArrowTypes.Utf8,
        Invoke = invoke,
    };

    private static Column Text(params string[] texts)
    {
        var builder = ColumnBuilder.Create(ArrowTypes.Utf8);
        foreach (var text in texts)
        {
            builder.AppendValue(text);
        }

        return builder.Build();
    }
}
