using PostModern.Arrow.Arrays;
using PostModern.Arrow.Errors;
using PostModern.Arrow.Types;

namespace PostModern.Tests.Engine;

public class ChangeTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    [Fact]
    public async Task Parameters_bind_in_every_part_of_a_statement()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE bound AS SELECT i AS id, 'old' AS word FROM range(4) AS r(i)");
        await session.RunAsync("INSERT INTO bound VALUES ($1, $2)", Parameters((9L, "nine")));
        await session.RunAsync("UPDATE bound SET id = ?, word = ? WHERE id = 1", Parameters((1L, "new")));
        await session.RunAsync("UPDATE bound SET id = ? WHERE word = ?", Parameters((1L, "new")));
        await session.RunAsync("DELETE FROM bound WHERE id = ? AND ? IS NULL", Parameters((0L, null)));
        Assert.Equal(["1|new", "2|old", "3|old", "9|nine"], await session.RunAsync("FROM bound ORDER BY id"));
    }

    [Fact]
    public async Task Every_row_of_parameters_is_executed()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE many (id BIGINT, word VARCHAR)");
        await using var statement = await session.PrepareAsync("INSERT INTO many VALUES ($1, $2)", default);
        Assert.Equal(2, statement.ParameterSchema.Fields.Count);
        await using var result = await statement.ExecuteAsync(Parameters((1L, "a"), (2L, null), (3L, "c")), default);
        Assert.Equal(3, result.RowsAffected);
        Assert.Equal(["1|a", "2|NULL", "3|c"], await session.RunAsync("FROM many ORDER BY id"));
    }

    [Theory]
    [InlineData("INSERT INTO strict VALUES (1)", "fills 2 columns (a, b), but the query has 1")]
    [InlineData("INSERT INTO strict (a, a) VALUES (1, 2)", "named twice")]
    [InlineData("INSERT INTO strict (c) VALUES (1)", "no column 'c'")]
    [InlineData("INSERT INTO strict BY NAME SELECT 1 AS a, 2 AS z", "no column 'z'")]
    [InlineData("UPDATE strict SET z = 1", "no column 'z'")]
    [InlineData("UPDATE strict SET a = 1, a = 2", "set twice")]
    [InlineData("DELETE FROM strict WHERE nonsense", "nonsense")]
    [InlineData("INSERT INTO strict SELECT 'x', 1", "x")]
    [InlineData("CREATE TABLE strict AS SELECT 1", "already exists")]
    [InlineData("CREATE TABLE doubled AS SELECT 1 AS a, 2 AS A", "two columns")]
    public async Task A_change_that_is_wrong_says_why_and_leaves_everything_as_it_was(string sql, string words)
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE IF NOT EXISTS strict AS SELECT 1 AS a, 2 AS b");
        var files = Directory.GetFiles(fixture.Warehouse, "*.parquet", SearchOption.AllDirectories).Length;
        var error = await Assert.ThrowsAsync<ServerException>(() => session.RunAsync(sql));
        Assert.Contains(words, error.Message);
        Assert.Equal(["1|2"], await session.RunAsync("FROM strict"));
        Assert.Equal(["1"], await session.RunAsync("SELECT count(*) FROM pm.versions('strict')"));
        Assert.Equal(files, Directory.GetFiles(fixture.Warehouse, "*.parquet", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public async Task Insert_by_name_fills_the_columns_it_names()
    {
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("CREATE TABLE named (a INTEGER, b VARCHAR, c DOUBLE)");
        await session.RunAsync("INSERT INTO named BY NAME SELECT 1.5 AS c, 7 AS a");
        await session.RunAsync("INSERT INTO named (b) VALUES ('x')");
        Assert.Equal(["7|NULL|1.5", "NULL|x|NULL"], await session.RunAsync("FROM named"));
    }

    private static RecordBatch Parameters(params (long Number, string? Text)[] rows)
    {
        var numbers = ColumnBuilder.Create(ArrowTypes.Int64);
        var texts = ColumnBuilder.Create(ArrowTypes.Utf8);
        foreach (var (number, text) in rows)
        {
            numbers.AppendValue(number);
            texts.AppendValue(text);
        }

        return new RecordBatch(new Schema(new Field("1", ArrowTypes.Int64), new Field("2", ArrowTypes.Utf8)), rows.Length, [numbers.Build(), texts.Build()]);
    }
}
