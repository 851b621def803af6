using PostModern.Arrow.Types;

namespace PostModern.Tests.Engine;

public class ResultOptionTests(EngineFixture fixture) : IClassFixture<EngineFixture>
{
    private const string Both = "SELECT 'b'::ENUM('a', 'b') AS e, 255::UTINYINT AS u";

    [Fact]
    public async Task A_session_chooses_dictionaries_and_signed_integers()
    {
        await using var session = fixture.Engine.OpenSession();
        await using var before = await session.PrepareAsync(Both, default);

        await session.RunAsync("SET pm.enum_encoding = 'dictionary'");
        await session.RunAsync("SET pm.unsigned_encoding = 'signed'");
        await using var after = await session.PrepareAsync(Both, default);

        Assert.Equal([ArrowTypes.Utf8, ArrowTypes.UInt8], before.Schema.Fields.Select(field => field.Type));
        Assert.Equal([new DictionaryType(ArrowTypes.Int8, ArrowTypes.Utf8), ArrowTypes.Int16], after.Schema.Fields.Select(field => field.Type));
        Assert.Equal(["b|255"], await session.RunAsync(Both));
        await using var result = await before.ExecuteAsync(null, default);
        Assert.Equal(before.Schema, result.Schema);
    }

    [Fact]
    public async Task Datasets_keep_their_types_whatever_a_session_chooses()
    {
        const string Types = "SELECT DISTINCT typeof(e), typeof(u), typeof(l), typeof(b), typeof(h), typeof(t) FROM chosen";
        const string Rows = "SELECT 'b'::ENUM('a', 'b') AS e, 255::UTINYINT AS u, [1]::UINTEGER[] AS l, 18446744073709551615::UBIGINT AS b, "
            + "340282366920938463463374607431768211455::UHUGEINT AS h, TIME '24:00:00' AS t";
        await using var session = fixture.Engine.OpenSession();
        await session.RunAsync("SET pm.enum_encoding = 'dictionary'");
        await session.RunAsync("SET pm.unsigned_encoding = 'signed'");

        await session.RunAsync($"CREATE TABLE chosen AS {Rows}");
        await session.RunAsync($"INSERT INTO chosen {Rows}");

        Assert.Equal(["ENUM('a', 'b')|UTINYINT|UINTEGER[]|UBIGINT|UHUGEINT|TIME"], await session.RunAsync(Types));
        Assert.Equal(
            ["b|255|18446744073709551615|340282366920938463463374607431768211455|24:00:00"],
            await session.RunAsync("SELECT DISTINCT e, u, b, h, t::VARCHAR FROM chosen"));
    }
}
