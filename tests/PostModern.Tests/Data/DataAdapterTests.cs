using System.Data;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Tables in memory, filled and written back.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class DataAdapterTests(LocalServer server)
{
    [Fact]
    public async Task Fill_makes_a_table_of_a_query_and_opens_a_closed_connection_for_it()
    {
        await using var connection = new PostModernConnection(server.ConnectionString);
        using var adapter = new PostModernDataAdapter("SELECT range AS n, 'row ' || range AS t FROM range(100)", connection);
        using var table = new DataTable();

        Assert.Equal(100, adapter.Fill(table));

        Assert.Equal([typeof(long), typeof(string)], table.Columns.Cast<DataColumn>().Select(column => column.DataType));
        Assert.Equal("row 99", table.Rows[99]["t"]);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Several_results_fill_several_tables()
    {
        await using var connection = await server.ConnectAsync();
        using var adapter = new PostModernDataAdapter("SELECT 1 AS a; SELECT 2 AS b UNION ALL SELECT 3", connection);
        using var set = new DataSet();

        adapter.Fill(set);

        Assert.Equal([1, 2], set.Tables.Cast<DataTable>().Select(table => table.Rows.Count));
    }

    [Fact]
    public async Task FillSchema_takes_columns_that_can_be_edited_and_no_rows()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE schematic (id BIGINT, name VARCHAR, price DECIMAL(9,2))");
        using var adapter = new PostModernDataAdapter("SELECT * FROM schematic", connection);
        using var table = new DataTable();

        adapter.FillSchema(table, SchemaType.Source);

        Assert.Equal(["id", "name", "price"], table.Columns.Cast<DataColumn>().Select(column => column.ColumnName));
        Assert.All(table.Columns.Cast<DataColumn>(), column => Assert.False(column.ReadOnly));
        Assert.Empty(table.Rows);
        Assert.Empty(table.PrimaryKey);
    }

    [Fact]
    public async Task Changes_go_through_commands_of_ones_own_and_are_told_of()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE own AS SELECT range AS id, 'old' AS name FROM range(3)");
        using var adapter = new PostModernDataAdapter("SELECT * FROM own ORDER BY id", connection)
        {
            UpdateCommand = new PostModernCommand("UPDATE own SET name = @name WHERE id = @id", connection),
        };
        adapter.UpdateCommand.Parameters.Add(new PostModernParameter("name", null) { SourceColumn = "name" });
        adapter.UpdateCommand.Parameters.Add(new PostModernParameter("id", null) { SourceColumn = "id", SourceVersion = DataRowVersion.Original });
        var told = new List<string>();
        adapter.RowUpdating += (_, e) => told.Add($"before {e.StatementType} {e.Command!.Parameters["id"].Value}");
        adapter.RowUpdated += (_, e) => told.Add($"after {e.RecordsAffected}");
        using var table = new DataTable();
        adapter.Fill(table);
        table.Rows[1]["name"] = "new";

        Assert.Equal(1, adapter.Update(table));

        Assert.Equal(["before Update 1", "after 1"], told);
        Assert.Equal("old,new,old", await connection.ScalarAsync("SELECT string_agg(name, ',' ORDER BY id) FROM own"));
        Assert.Equal(DataRowState.Unchanged, table.Rows[1].RowState);
    }

    [Fact]
    public async Task A_builder_writes_the_commands()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TABLE built (\"the id\" BIGINT, name VARCHAR, price DECIMAL(9,2), tags VARCHAR[]); INSERT INTO built VALUES (1, 'a', 1.5, ['x']), (2, NULL, 2.5, NULL), (3, 'c', 3.5, NULL)");
        using var adapter = new PostModernDataAdapter("SELECT * FROM built ORDER BY 1", connection);
        using var builder = new PostModernCommandBuilder(adapter);
        using var table = new DataTable();
        adapter.Fill(table);
        table.Rows[0]["name"] = "A";
        table.Rows[1]["price"] = DBNull.Value;
        table.Rows[2].Delete();
        table.Rows.Add(4L, "d", 4.25m, new[] { "y", "z" });

        Assert.Equal(4, adapter.Update(table));

        Assert.Equal(
            "1 A 1.50 [x]; 2 - - -; 4 d 4.25 [y, z]",
            await connection.ScalarAsync("SELECT string_agg(format('{} {} {} {}', \"the id\", coalesce(name, '-'), coalesce(price::VARCHAR, '-'), coalesce(tags::VARCHAR, '-')), '; ' ORDER BY \"the id\") FROM built"));
    }

    [Fact]
    public async Task Commands_find_rows_by_all_scalars_unless_key_columns_are_named()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE keyed (id BIGINT, name VARCHAR, data BLOB)");
        using var adapter = new PostModernDataAdapter("SELECT id, name, data, id + 1 AS next FROM keyed -- of mine\n WHERE id > (SELECT 0);", connection);
        using var builder = new PostModernCommandBuilder(adapter);

        Assert.Equal("INSERT INTO \"keyed\" (\"id\", \"name\", \"data\") VALUES (@p1, @p2, @p3)", builder.GetInsertCommand().CommandText);
        Assert.Equal(
            "DELETE FROM \"keyed\" WHERE (((@p1 = 1 AND \"id\" IS NULL) OR (\"id\" = @p2)) AND ((@p3 = 1 AND \"name\" IS NULL) OR (\"name\" = @p4)))",
            builder.GetDeleteCommand().CommandText);
        builder.ConflictOption = ConflictOption.OverwriteChanges;
        builder.KeyColumns.Add("ID");
        builder.RefreshSchema();
        Assert.Equal(
            "UPDATE \"keyed\" SET \"id\" = @p1, \"name\" = @p2, \"data\" = @p3 WHERE (((@p4 = 1 AND \"id\" IS NULL) OR (\"id\" = @p5)))",
            builder.GetUpdateCommand().CommandText);
        builder.KeyColumns.Add("nothing");
        builder.RefreshSchema();
        Assert.Throws<InvalidOperationException>(() => builder.GetUpdateCommand());
    }

    [Fact]
    public async Task A_row_that_somebody_else_has_changed_is_a_concurrency_error()
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE TEMP TABLE contended AS SELECT 1 AS id, 'a' AS name");
        using var adapter = new PostModernDataAdapter("SELECT * FROM contended", connection);
        using var builder = new PostModernCommandBuilder(adapter);
        using var table = new DataTable();
        adapter.Fill(table);
        await connection.ExecuteAsync("UPDATE contended SET name = 'theirs'");
        table.Rows[0]["name"] = "mine";

        Assert.Throws<DBConcurrencyException>(() => adapter.Update(table));
        Assert.Equal("theirs", await connection.ScalarAsync("SELECT name FROM contended"));
    }

    [Theory]
    [InlineData("SELECT * FROM a, b")]
    [InlineData("SELECT * FROM a JOIN b USING (id)")]
    [InlineData("SELECT * FROM files('x')")]
    [InlineData("SELECT * FROM (SELECT 1)")]
    [InlineData("SELECT 1")]
    public async Task A_query_of_no_single_table_needs_its_name(string sql)
    {
        await using var connection = await server.ConnectAsync();
        using var adapter = new PostModernDataAdapter(sql, connection);
        using var builder = new PostModernCommandBuilder(adapter);

        var error = Assert.Throws<InvalidOperationException>(() => builder.GetInsertCommand());

        Assert.Contains("TableName", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(4, 3)]
    public async Task A_batch_of_rows_is_one_version_or_none(int size, long versions)
    {
        await using var connection = await server.ConnectAsync();
        await connection.ExecuteAsync("CREATE OR REPLACE TABLE batched (id BIGINT, name VARCHAR)");
        using var adapter = new PostModernDataAdapter("SELECT * FROM batched", connection) { UpdateBatchSize = size };
        using var builder = new PostModernCommandBuilder(adapter);
        var before = (long)(await connection.ScalarAsync("SELECT count(*) FROM pm.versions('batched')"))!;
        using var table = new DataTable { Columns = { { "id", typeof(string) } } };
        adapter.Fill(table);
        for (var i = 0; i < 10; i++)
        {
            table.Rows.Add($"{i}", $"row {i}");
        }

        Assert.Equal(10, adapter.Update(table));
        Assert.Equal(before + versions, await connection.ScalarAsync("SELECT count(*) FROM pm.versions('batched')"));

        table.Rows.Add("10", "good");
        table.Rows.Add("no number", "bad");
        Assert.Throws<PostModernException>(() => adapter.Update(table));
        Assert.Equal(10L, await connection.ScalarAsync("SELECT count(*) FROM batched"));
        Assert.Equal(before + versions, await connection.ScalarAsync("SELECT count(*) FROM pm.versions('batched')"));
        Assert.Equal(DataRowState.Added, table.Rows[10].RowState);
    }

    [Fact]
    public void Names_are_quoted_and_procedures_refused()
    {
        using var builder = new PostModernCommandBuilder();

        Assert.Equal("\"a\"\"b\"", builder.QuoteIdentifier("a\"b"));
        Assert.Equal("a\"b", builder.UnquoteIdentifier("\"a\"\"b\""));
        Assert.Throws<NotSupportedException>(() => builder.QuotePrefix = "[");
        Assert.Throws<NotSupportedException>(() => PostModernCommandBuilder.DeriveParameters(new PostModernCommand("SELECT 1")));
        using var made = PostModernFactory.Instance.CreateCommandBuilder();
        Assert.True(PostModernFactory.Instance.CanCreateCommandBuilder && made is PostModernCommandBuilder);
    }
}
