using Dapper;
using PostModern.Data;

namespace PostModern.Samples;

/// <summary>Dapper: rows as objects, parameters from objects, lists, joins into two objects, and rows one by one.</summary>
internal static class DapperSample
{
    public static async Task RunAsync(string connectionString, TextWriter output)
    {
        await using var connection = new PostModernConnection(connectionString);
        await connection.OpenAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE city (id INTEGER, name VARCHAR); CREATE TEMP TABLE shop (id INTEGER, city INTEGER, name VARCHAR)");
        await connection.ExecuteAsync("INSERT INTO city VALUES (@Id, @Name)", new[] { new City(1, "Oslo"), new City(2, "Porto") });
        await connection.ExecuteAsync("INSERT INTO shop VALUES (1, 1, 'Fjord'), (2, 2, 'Douro'), (3, 2, 'Ribeira')");

        int[] wanted = [1, 2];
        var some = await connection.QueryAsync<City>("SELECT id, name FROM city WHERE id IN @wanted ORDER BY id", new { wanted });
        await output.WriteLineAsync($"Cities: {string.Join(", ", some.Select(city => city.Name))}");

        var shops = await connection.QueryAsync<Shop, City, string>(
            "SELECT s.id, s.name, c.id, c.name FROM shop s JOIN city c ON c.id = s.city ORDER BY s.id", (shop, city) => $"{shop.Name} in {city.Name}");
        await output.WriteLineAsync($"Shops: {string.Join(", ", shops)}");

        var sum = 0L;
        await foreach (var number in connection.QueryUnbufferedAsync<long>("SELECT range FROM range(@Rows)", new { Rows = 100_000 }))
        {
            sum += number;
        }

        await output.WriteLineAsync($"Sum of numbers that were never all in memory: {sum}");
    }

    private sealed record City(int Id, string Name);

    private sealed record Shop(int Id, string Name);
}
