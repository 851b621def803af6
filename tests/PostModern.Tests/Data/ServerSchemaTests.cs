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

    [Fact]
    public async Task Catalogs_schemas_and_views_are_listed_and_narrowed()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE SCHEMA IF NOT EXISTS listed; CREATE OR REPLACE VIEW viewed AS SELECT 1 AS one, 'x' AS two");

        using var databases = connection.GetSchema("Databases");
        using var catalogs = connection.GetSchema("Catalogs");
        using var schemas = connection.GetSchema("Schemas", [null, "listed"]);
        using var types = connection.GetSchema("TableTypes");
        using var views = connection.GetSchema("Views", [null, null, "viewed"]);
        using var columns = connection.GetSchema("ViewColumns", [null, null, "viewed"]);
        using var keys = connection.GetSchema("PrimaryKeys");

        Assert.Equal(First(databases), First(catalogs));
        Assert.Equal("listed", Assert.Single(schemas.Rows.Cast<DataRow>())["SCHEMA_NAME"]);
        Assert.Contains("TABLE", types.Rows.Cast<DataRow>().Select(row => row["TABLE_TYPE"]));
        Assert.Equal("VIEW", Assert.Single(views.Rows.Cast<DataRow>())["TABLE_TYPE"]);
        Assert.Equal(["one", "two"], columns.Rows.Cast<DataRow>().Select(row => row["COLUMN_NAME"]));
        Assert.Contains("COLUMN_NAME", keys.Columns.Cast<DataColumn>().Select(column => column.ColumnName));

        static object First(DataTable table) => table.Rows[0][0];
    }

    [Fact]
    public async Task The_types_are_described_as_ADO_NET_wants_them()
    {
        await using var connection = await server.ConnectAsync();
        using var types = connection.GetSchema("DataTypes");
        var rows = types.Rows.Cast<DataRow>().ToDictionary(row => (string)row["TypeName"]);

        Assert.Equal(((int)DbType.Decimal, "DECIMAL({0},{1})", (short)38), (rows["DECIMAL"]["ProviderDbType"], rows["DECIMAL"]["CreateFormat"], rows["DECIMAL"]["MaximumScale"]));
        Assert.Equal(("DATE '", "'"), (rows["DATE"]["LiteralPrefix"], rows["DATE"]["LiteralSuffix"]));
        Assert.Equal((true, true, false), (rows["VARCHAR"]["IsLong"], rows["VARCHAR"]["IsSearchableWithLike"], rows["VARCHAR"]["IsFixedLength"]));
        Assert.Equal((true, false), (rows["UBIGINT"]["IsUnsigned"], rows["UUID"]["IsUnsigned"]));
        Assert.All(rows.Values, row => Assert.NotNull(Type.GetType((string)row["DataType"]) ?? typeof(System.Numerics.BigInteger)));
    }
}
