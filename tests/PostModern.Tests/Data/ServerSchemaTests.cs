using System.Data;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>GetSchema against a real server.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class ServerSchemaTests(LocalServer server)
{
    [Fact]
    public async Task The_collections_describe_themselves()
    {
        await using var connection = await server.ConnectAsync();
        var collections = connection.GetSchema();

        Assert.Equal("MetaDataCollections", collections.TableName);
        foreach (var name in collections.Rows.Cast<DataRow>().Select(row => (string)row["CollectionName"]))
        {
            using var table = connection.GetSchema(name);
            Assert.True(table.Columns.Count > 0, name);
        }
    }

    [Fact]
    public async Task Tables_and_columns_are_listed_and_narrowed()
    {
        await using var connection = await server.ConnectAsync();
        await using (var command = new PostModernCommand("CREATE OR REPLACE TABLE schema_test AS SELECT 1 AS id, 'x' AS \"Na_me\", 1.5::DECIMAL(9,2) AS price", connection))
        {
            await command.ExecuteNonQueryAsync();
        }

        using var tables = connection.GetSchema("Tables", [null, null, "schema_test"]);
        using var columns = await connection.GetSchemaAsync("columns", [null, null, "schema_test"]);
        using var column = connection.GetSchema("Columns", [null, null, "schema_test", "price"]);

        Assert.Equal("schema_test", Assert.Single(tables.Rows.Cast<DataRow>())["TABLE_NAME"]);
        Assert.Equal(["id", "Na_me", "price"], columns.Rows.Cast<DataRow>().Select(row => row["COLUMN_NAME"]));
        Assert.Equal("DECIMAL(9,2)", Assert.Single(column.Rows.Cast<DataRow>())["DATA_TYPE"]);
    }

    [Fact]
    public async Task Reserved_words_come_from_the_server()
    {
        await using var connection = await server.ConnectAsync();
        using var words = connection.GetSchema("ReservedWords");

        Assert.Contains("EXCLUDE", words.Rows.Cast<DataRow>().Select(row => ((string)row[0]).ToUpperInvariant()));
    }

    [Fact]
    public async Task An_unknown_collection_is_refused_with_the_known_ones()
    {
        await using var connection = await server.ConnectAsync();

        Assert.Contains("Tables", Assert.Throws<ArgumentException>(() => connection.GetSchema("Tabels")).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentException>(() => connection.GetSchema("Tables", ["a", "b", "c", "d", "e"]));
    }
}
