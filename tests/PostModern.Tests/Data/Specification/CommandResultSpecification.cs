using System.Data;
using System.Data.Common;
using PostModern.Data;

namespace PostModern.Tests.Data.Specification;

/// <summary>What ADO.NET documents of the results of a <see cref="DbCommand"/>.</summary>
[Collection(LocalServerCollection.Name)]
public sealed class CommandResultSpecification(LocalServer server)
{
    [Fact]
    public void Scalars_are_the_first_value_null_or_DBNull()
    {
        using var connection = Open();

        Assert.Equal(42, Scalar(connection, "SELECT 42, 43"));
        Assert.Equal(42, Scalar(connection, "SELECT 42; SELECT 43"));
        Assert.Equal(3.14m, Scalar(connection, "SELECT 3.14"));
        Assert.Equal("test", Scalar(connection, "SELECT 'test';"));
        Assert.Same(DBNull.Value, Scalar(connection, "SELECT NULL"));
        Assert.Null(Scalar(connection, "SELECT 1 WHERE 0 = 1"));
        Assert.Null(Scalar(connection, "CREATE TEMP TABLE scalar_none (x INTEGER)"));
    }

    [Fact]
    public void Counts_are_of_changed_rows_only()
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT 1");
        Assert.Equal(-1, command.ExecuteNonQuery());

        command.CommandText = "CREATE TEMP TABLE counted_rows (x INTEGER)";
        command.ExecuteNonQuery();
        command.CommandText = "INSERT INTO counted_rows VALUES (1), (2); SELECT * FROM counted_rows; DELETE FROM counted_rows WHERE x = 1";
        Assert.Equal(3, command.ExecuteNonQuery());
        command.CommandText = "DELETE FROM counted_rows WHERE x = 100";
        Assert.Equal(0, command.ExecuteNonQuery());
    }

    [Fact]
    public void A_disposed_commands_reader_reads_on()
    {
        using var connection = Open();
        DbDataReader reader;
        using (var command = Command(connection, "SELECT 'test'"))
        {
            reader = command.ExecuteReader();
        }

        using (reader)
        {
            Assert.True(reader.Read());
            Assert.Equal("test", reader.GetString(0));
            Assert.False(reader.Read());
        }
    }

    [Fact]
    public void A_comment_alone_has_no_result_and_one_at_the_end_no_meaning()
    {
        using var connection = Open();
        using var comment = Command(connection, "-- nothing else");
        using (var reader = comment.ExecuteReader())
        {
            Assert.Equal((false, 0), (reader.HasRows, reader.FieldCount));
        }

        using var trailing = Command(connection, "SELECT 0; -- nothing");
        using (var reader = trailing.ExecuteReader())
        {
            Assert.True(reader.Read());
            Assert.False(reader.NextResult());
        }
    }

    [Fact]
    public void Behaviours_are_honoured()
    {
        using var connection = Open();
        using var command = Command(connection, "SELECT 1 AS a UNION ALL SELECT 2; SELECT 3");
        using (var reader = command.ExecuteReader(CommandBehavior.SchemaOnly))
        {
            Assert.Equal(("a", typeof(int), false), (reader.GetName(0), reader.GetFieldType(0), reader.Read()));
        }

        using (var reader = command.ExecuteReader(CommandBehavior.SingleRow))
        {
            Assert.True(reader.Read());
            Assert.False(reader.Read());
            Assert.False(reader.NextResult());
        }

        using (var reader = command.ExecuteReader(CommandBehavior.SingleResult))
        {
            Assert.True(reader.Read() && reader.Read());
            Assert.False(reader.NextResult());
        }

        using (var reader = command.ExecuteReader(CommandBehavior.SequentialAccess | CommandBehavior.KeyInfo))
        {
            Assert.True(reader.Read());
            Assert.Equal(1, reader.GetInt32(0));
        }

        using (command.ExecuteReader(CommandBehavior.CloseConnection))
        {
        }

        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    private static object? Scalar(DbConnection connection, string sql)
    {
        using var command = Command(connection, sql);
        return command.ExecuteScalar();
    }

    private static DbCommand Command(DbConnection? connection, string sql)
    {
        var command = PostModernFactory.Instance.CreateCommand();
        (command.Connection, command.CommandText) = (connection, sql);
        return command;
    }

    private PostModernConnection Open()
    {
        var connection = new PostModernConnection(server.ConnectionString);
        connection.Open();
        return connection;
    }
}
