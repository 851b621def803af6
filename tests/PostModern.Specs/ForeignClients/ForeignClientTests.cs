using System.Text.Json;
using PostModern.Specs.Hosting;

namespace PostModern.Specs.ForeignClients;

/// <summary>Clients that we did not write connect, look around, ask and prepare: our reader agreeing with our writer would prove nothing.</summary>
public sealed class ForeignClientTests : IAsyncLifetime
{
    private const string Animals = "SELECT id, name, legs FROM animals ORDER BY id";
    private SpecServer _server = null!;

    public async Task InitializeAsync()
    {
        _server = await SpecServer.StartAsync();
        await using var connection = await _server.OpenConnectionAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE animals AS SELECT * FROM (VALUES (1, 'zebra', 4.0::DOUBLE), (2, NULL, 2.0)) AS t(id, name, legs)";
        await command.ExecuteNonQueryAsync();
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_Rust_client_sees_tables_and_runs_queries_that_it_prepares()
    {
        var seen = await NodeScript.RunAsync("rust.mjs", _server.Port, Animals, "SELEC 1", "SELECT count(*) AS n FROM range(300000)");

        AssertHas("""{"catalog_name":"postmodern"}""", seen.GetProperty("catalogs"));
        AssertHas("""{"catalog_name":"postmodern","db_schema_name":"main"}""", seen.GetProperty("schemas"));
        AssertHas("""{"table_name":"animals","table_type":"TABLE"}""", seen.GetProperty("tables"));
        Assert.Contains(
            seen.GetProperty("tablesWithSchema").EnumerateArray(),
            table => table.GetProperty("table_name").GetString() == "animals" && table.GetProperty("schemaBytes").GetInt32() > 0);
        // This client keeps the server's words to itself.
        AssertAnswers(seen, "failed to prepare statement");
    }

    [Fact]
    public async Task The_JavaScript_client_logs_in_sees_tables_and_runs_queries()
    {
        var seen = await NodeScript.RunAsync("gizmosql.mjs", _server.Port, Animals, "SELEC 1", "SELECT count(*) AS n FROM range(300000)");

        Assert.Equal("""["postmodern"]""", seen.GetProperty("catalogs").GetRawText());
        AssertHas("""{"catalog":"postmodern","schema":"main"}""", seen.GetProperty("schemas"));
        AssertHas("""{"catalog":"postmodern","schema":"main","tableName":"animals","tableType":"TABLE"}""", seen.GetProperty("tables"));
        AssertHas("\"TABLE\"", seen.GetProperty("tableTypes"));
        Assert.Equal("PostModern", seen.GetProperty("serverName").GetString());
        Assert.True(seen.GetProperty("infoCount").GetInt32() >= 90);
        AssertAnswers(seen, "syntax error");
    }

    [Fact]
    public async Task A_prepared_statement_takes_parameters_that_a_foreign_library_encoded()
    {
        var seen = await NodeScript.RunAsync("prepared.mjs", _server.Port);

        Assert.Equal("""["i","product"]""", seen.GetProperty("columns").GetRawText());
        Assert.Equal(2, seen.GetProperty("parameters").GetInt32());
        Assert.Equal("""{"bindAnswers":1,"rows":[{"i":1,"product":10},{"i":2,"product":20}]}""", seen.GetProperty("first").GetRawText());
        Assert.Equal("""{"bindAnswers":1,"rows":[{"i":2,"product":14}]}""", seen.GetProperty("second").GetRawText());
        Assert.Equal(5, seen.GetProperty("afterClose").GetProperty("code").GetInt32());
        Assert.Equal(0, seen.GetProperty("created").GetInt32());
        Assert.Equal(3, seen.GetProperty("inserted").GetInt32());
    }

    // The same three questions to each client: rows with a NULL, a mistake after which the connection works, and an aggregate.
    private static void AssertAnswers(JsonElement seen, string mistake)
    {
        var answers = seen.GetProperty("answers");
        Assert.Equal("""[{"id":1,"name":"zebra","legs":4},{"id":2,"name":null,"legs":2}]""", answers[0].GetRawText());
        Assert.Contains(mistake, answers[1].GetProperty("error").GetString());
        Assert.Equal("""[{"n":300000}]""", answers[2].GetRawText());
    }

    private static void AssertHas(string json, JsonElement items) =>
        Assert.Contains(json, items.EnumerateArray().Select(item => item.GetRawText()));
}
