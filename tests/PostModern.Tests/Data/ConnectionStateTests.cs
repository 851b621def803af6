using System.Data;
using System.Net;
using System.Net.Sockets;
using PostModern.Arrow.Errors;
using PostModern.Data;

namespace PostModern.Tests.Data;

/// <summary>Connections and commands that have no server.</summary>
public sealed class ConnectionStateTests
{
    [Fact]
    public void A_new_connection_is_closed_and_empty()
    {
        using var connection = new PostModernConnection();

        Assert.Equal(ConnectionState.Closed, connection.State);
        Assert.Equal(("", "", ""), (connection.ConnectionString, connection.Database, connection.DataSource));
        Assert.Throws<InvalidOperationException>(() => connection.ServerVersion);
        Assert.Throws<InvalidOperationException>(() => connection.Open());
        Assert.Throws<InvalidOperationException>(() => connection.GetSchema());
        connection.Close();
    }

    [Fact]
    public async Task Nobody_answering_is_unavailable_and_leaves_the_connection_closed()
    {
        await using var connection = new PostModernConnection($"Host=127.0.0.1;Port={FreePort()};Timeout=5");
        var states = new List<ConnectionState>();
        connection.StateChange += (_, change) => states.Add(change.CurrentState);

        var error = await Assert.ThrowsAsync<PostModernException>(() => connection.OpenAsync());

        Assert.Equal(ErrorCode.Unavailable, error.Code);
        Assert.Equal("08006", error.SqlState);
        Assert.True(error.IsTransient);
        Assert.Equal([ConnectionState.Connecting, ConnectionState.Closed], states);
    }

    [Fact]
    public async Task A_server_that_stays_silent_is_given_up_after_the_time_out()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        await using var connection = new PostModernConnection($"Host=127.0.0.1;Port={((IPEndPoint)listener.LocalEndpoint).Port};Timeout=1");

        var error = await Assert.ThrowsAsync<PostModernException>(() => connection.OpenAsync());

        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.IsType<TimeoutException>(error.InnerException);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public async Task Opening_with_a_cancelled_token_does_nothing()
    {
        await using var connection = new PostModernConnection("Host=127.0.0.1");
        var task = connection.OpenAsync(new CancellationToken(true));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => task);
        Assert.True(task.IsCanceled);
        Assert.Equal(ConnectionState.Closed, connection.State);
    }

    [Fact]
    public void A_command_needs_a_connection_that_is_open()
    {
        using var without = new PostModernCommand("SELECT 1");
        using var connection = new PostModernConnection("Host=127.0.0.1");
        using var closed = new PostModernCommand("SELECT 1", connection);

        Assert.All([without, closed], command =>
        {
            Assert.Throws<InvalidOperationException>(() => command.ExecuteReader());
            Assert.Throws<InvalidOperationException>(() => command.ExecuteScalar());
            Assert.Throws<InvalidOperationException>(() => command.ExecuteNonQuery());
            Assert.Throws<InvalidOperationException>(() => command.Prepare());
        });
    }

    [Fact]
    public void A_command_starts_as_ADO_NET_says()
    {
        using var command = new PostModernCommand();
        command.CommandText = null;

        Assert.Equal("", command.CommandText);
        Assert.Equal(CommandType.Text, command.CommandType);
        Assert.Equal(30, command.CommandTimeout);
        Assert.Null(command.Connection);
        Assert.Null(command.Transaction);
        Assert.Same(command.Parameters, command.Parameters);
        Assert.Throws<NotSupportedException>(() => command.CommandType = CommandType.StoredProcedure);
        command.Cancel();
    }

    [Fact]
    public void The_factory_makes_everything()
    {
        var factory = PostModernFactory.Instance;

        Assert.IsType<PostModernCommand>(factory.CreateCommand());
        Assert.IsType<PostModernConnection>(factory.CreateConnection());
        Assert.IsType<PostModernParameter>(factory.CreateParameter());
        Assert.IsType<PostModernDataAdapter>(factory.CreateDataAdapter());
        Assert.IsType<PostModernConnectionStringBuilder>(factory.CreateConnectionStringBuilder());
        Assert.IsType<PostModernDataSource>(factory.CreateDataSource("Host=x"));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
