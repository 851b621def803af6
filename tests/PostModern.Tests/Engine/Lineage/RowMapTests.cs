using PostModern.DuckDb;
using PostModern.Engine.Planning;

namespace PostModern.Tests.Engine.Lineage;

public sealed class RowMapTests : IDisposable
{
    private readonly Database _database = Database.Open();
    private readonly Connection _connection;

    public RowMapTests()
    {
        _connection = _database.Connect();
        _connection.Execute("CREATE MACRO shout(t) AS upper(t) || '!'");
        _connection.Execute("CREATE MACRO total(t) AS sum(t)");
        _connection.Execute("CREATE MACRO files(pattern) AS TABLE SELECT 1");
    }

    public void Dispose()
    {
        _connection.Dispose();
        _database.Dispose();
    }

    [Theory]
    [InlineData("SELECT name FROM files('*') AS f", "SELECT \"name\", COALESCE(f.obj.uri, f.path) AS __pm_uri FROM \"temp\".main.pm_sources AS f")]
    [InlineData("FROM files('*')", "SELECT *, COALESCE(files.obj.uri, files.path) AS __pm_uri FROM \"temp\".main.pm_sources AS files")]
    [InlineData(
        "SELECT * FROM (SELECT path AS uri FROM files('*')) WHERE shout(uri) > 'A'",
        "SELECT * EXCLUDE (__pm_uri), __pm_uri FROM (SELECT path AS uri, COALESCE(files.obj.uri, files.path) AS __pm_uri FROM \"temp\".main.pm_sources AS files) WHERE (shout(uri) > 'A')")]
    public void A_map_over_a_listing_carries_each_rows_object(string query, string expected)
    {
        var map = RowMaps.Find(query, _connection).Map!;
        Assert.Equal(expected, map.Query);
        Assert.Equal("SELECT * FROM files('*')", map.Listing);
    }

    [Theory]
    [InlineData("SELECT count(*) FROM files('*')", "aggregates rows with count_star")]
    [InlineData("SELECT DISTINCT name FROM files('*')", "has DISTINCT or LIMIT")]
    [InlineData("SELECT name FROM files('*') ORDER BY name LIMIT 3", "has DISTINCT or LIMIT")]
    [InlineData("SELECT name, row_number() OVER () FROM files('*')", "uses window functions")]
    [InlineData("SELECT name FROM files('*') QUALIFY rank() OVER (ORDER BY name) = 1", "uses window functions")]
    [InlineData("SELECT name FROM files('*') GROUP BY name", "groups rows")]
    [InlineData("SELECT name FROM files('*') GROUP BY ALL", "groups rows")]
    [InlineData("SELECT a.name FROM files('a') AS a JOIN files('b') AS b USING (name)", "joins several sources")]
    [InlineData("SELECT a.name FROM files('a') AS a, files('b') AS b", "joins several sources")]
    [InlineData("SELECT name FROM files('a') UNION ALL SELECT name FROM files('b')", "combines several queries")]
    [InlineData("SELECT name FROM files('*') WHERE size > (SELECT 1)", "holds subqueries in its expressions")]
    [InlineData("SELECT total(size) FROM files('*')", "calls the macro total, which may look at more than one row")]
    [InlineData("SELECT name FROM files('*') USING SAMPLE 3", "takes a sample")]
    [InlineData("SELECT name FROM files('*') TABLESAMPLE 10%", "takes a sample")]
    [InlineData("WITH f AS (FROM files('*')) FROM f", "has a WITH clause")]
    [InlineData("SELECT 1", "reads neither one listing nor one dataset")]
    [InlineData("SELECT n FROM range(3) AS r(n)", "reads neither one listing nor one dataset")]
    [InlineData("FROM other_table", "reads neither one listing nor one dataset")]
    [InlineData("FROM (SELECT count(*) AS n FROM files('*'))", "aggregates rows with count_star")]
    public void A_query_over_several_rows_is_none_and_says_why(string query, string reason)
    {
        var mapping = RowMaps.Find(query, _connection);
        Assert.Null(mapping.Map);
        Assert.Equal(reason, mapping.Reason);
    }
}
