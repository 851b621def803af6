using Dapper;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>What Dapper asks of a provider.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class DapperTests(LocalServer server)
{
    private enum Colour
    {
        Red = 1,
        Green = 2,
    }

    [Fact]
    public async Task Rows_become_objects()
    {
        await using var connection = await server.ConnectAsync();

        var photos = (await connection.QueryAsync<Photo>(
            "SELECT 'zebra.jpg' AS Name, 12::BIGINT AS Size, 2.5::DOUBLE AS Score, NULL::INTEGER AS Rank, [0.5, 1]::FLOAT[2] AS Embedding, "
            + "TIMESTAMP '2024-02-29 01:02:03' AS Taken, 2 AS Colour, '0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22'::UUID AS Id")).ToList();

        var photo = Assert.Single(photos);
        Assert.Equal(("zebra.jpg", 12L, 2.5, (int?)null), (photo.Name, photo.Size, photo.Score, photo.Rank));
        Assert.Equal([0.5f, 1f], photo.Embedding);
        Assert.Equal(new DateTime(2024, 2, 29, 1, 2, 3), photo.Taken);
        Assert.Equal(Colour.Green, photo.Colour);
        Assert.Equal(Guid.Parse("0b5aeb42-9e3a-4d6f-8f4e-6f2b0a7c1d22"), photo.Id);
    }

    [Fact]
    public async Task Parameters_come_from_an_object()
    {
        await using var connection = await server.ConnectAsync();

        var names = await connection.QueryAsync<string>(
            "SELECT n FROM (VALUES ('a', 1), ('b', 2), ('c', 3)) AS t(n, k) WHERE k >= @Least AND n <> @Not ORDER BY n", new { Least = 2, Not = "c" });

        Assert.Equal(["b"], names);
    }

    [Fact]
    public async Task Lists_are_expanded()
    {
        await using var connection = await server.ConnectAsync();

        var found = await connection.QueryAsync<long>("SELECT range FROM range(10) WHERE range IN @Ids ORDER BY 1", new { Ids = new[] { 3L, 5L, 42L } });

        Assert.Equal([3L, 5L], found);
    }

    [Fact]
    public async Task Commands_run_once_a_parameter_object()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE d (x INTEGER, y VARCHAR)");

        var rows = await connection.ExecuteAsync(
            "INSERT INTO d VALUES (@X, @Y)", new[] { new { X = 1, Y = (string?)"a" }, new { X = 2, Y = (string?)null } });

        Assert.Equal(2, rows);
        Assert.Equal(3L, await connection.ExecuteScalarAsync<long>("SELECT sum(x) FROM d"));
        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT count(*) FROM d WHERE y IS NULL"));
    }

    [Fact]
    public void Synchronous_and_dynamic_calls_work()
    {
        using var connection = new PostModernConnection(server.ConnectionString);

        var row = connection.QuerySingle("SELECT 1 AS one, 'two' AS two");

        Assert.Equal(1, (int)row.one);
        Assert.Equal("two", (string)row.two);
    }

    [Fact]
    public async Task Several_results_are_read_in_turn()
    {
        await using var connection = await server.ConnectAsync();

        await using var results = await connection.QueryMultipleAsync("SELECT 1; SELECT 'a' UNION ALL SELECT 'b' ORDER BY 1");

        Assert.Equal(1, await results.ReadSingleAsync<int>());
        Assert.Equal(["a", "b"], await results.ReadAsync<string>());
    }

    [Fact]
    public async Task Rows_can_be_streamed()
    {
        await using var connection = await server.ConnectAsync();

        long sum = 0;
        await foreach (var value in connection.QueryUnbufferedAsync<long>("SELECT range FROM range(100000)"))
        {
            sum += value;
        }

        Assert.Equal(4_999_950_000, sum);
    }

    [Fact]
    public async Task Rows_are_cut_into_several_objects()
    {
        await using var connection = await server.ConnectAsync();

        var pairs = await connection.QueryAsync<Person, Address, Person>(
            "SELECT 1 AS Id, 'Ada' AS Name, 7 AS Id, 'London' AS City UNION ALL SELECT 2, 'Bob', 8, 'Paris' ORDER BY 1",
            (person, address) =>
            {
                person.Address = address;
                return person;
            },
            splitOn: "Id");

        Assert.Equal(["Ada 7 London", "Bob 8 Paris"], pairs.Select(person => $"{person.Name} {person.Address!.Id} {person.Address.City}"));
    }

    [Fact]
    public async Task Transactions_are_passed_on()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE OR REPLACE TABLE dapper_transaction AS SELECT 1 AS n");
        await using (var transaction = await connection.BeginTransactionAsync())
        {
            await connection.ExecuteAsync("INSERT INTO dapper_transaction VALUES (@N)", new[] { new { N = 2 }, new { N = 3 } }, transaction);
            Assert.Equal(6m, await connection.ExecuteScalarAsync<decimal>("SELECT sum(n) FROM dapper_transaction", transaction: transaction));
            await transaction.RollbackAsync();
        }

        Assert.Equal(1, await connection.ExecuteScalarAsync<int>("SELECT sum(n) FROM dapper_transaction"));
    }

    [Fact]
    public async Task A_closed_connection_is_opened_for_the_call()
    {
        await using var connection = new PostModernConnection(server.ConnectionString);

        Assert.Equal([0L, 1L], await connection.QueryAsync<long>("SELECT range FROM range(2)"));
        Assert.Equal(System.Data.ConnectionState.Closed, connection.State);
        Assert.Equal(2, await connection.QueryFirstOrDefaultAsync<int>("SELECT 2"));
        Assert.Null(await connection.QuerySingleOrDefaultAsync<string>("SELECT 'x' WHERE false"));
    }

    private sealed class Person
    {
        public int Id { get; set; }

        public string Name { get; set; } = "";

        public Address? Address { get; set; }
    }

    private sealed class Address
    {
        public int Id { get; set; }

        public string City { get; set; } = "";
    }

    private sealed class Photo
    {
        public string Name { get; set; } = "";

        public long Size { get; set; }

        public double Score { get; set; }

        public int? Rank { get; set; }

        public float[] Embedding { get; set; } = [];

        public DateTime Taken { get; set; }

        public Colour Colour { get; set; }

        public Guid Id { get; set; }
    }
}
