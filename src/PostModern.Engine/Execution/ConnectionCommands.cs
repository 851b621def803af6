using PostModern.Engine.Sql;
using PostModern.Lake.Connections;

namespace PostModern.Engine.Execution;

/// <summary>Binds statements about named connections.</summary>
internal static class ConnectionCommands
{
    public static ICommand Bind(ConnectionStatement statement, ConnectionList connections) => statement switch
    {
        CreateConnectionStatement create => new CreateConnection(create, ConnectionType.Get(create.Type), connections),
        DropConnectionStatement drop => new DropConnection(drop, connections),
        _ => throw new InvalidOperationException($"No command for {statement.GetType().Name}."),
    };
}

/// <summary>CREATE CONNECTION: at once and outside of transactions.</summary>
internal sealed class CreateConnection(CreateConnectionStatement statement, ConnectionType type, ConnectionList connections) : ICommand
{
    private readonly IReadOnlyDictionary<string, string> _options = type.Check(statement.Options);

    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        var connection = new ConnectionDefinition(statement.Name, type.Name, _options, context.Statement.User, DateTimeOffset.UtcNow);
        if (!statement.IfNotExists || !await connections.HasAsync(statement.Name, context.Cancellation))
        {
            await connections.CreateAsync(connection, statement.OrReplace, context.Cancellation);
        }

        return null;
    }
}

/// <summary>DROP CONNECTION: what was read through it stays, but can't be read again.</summary>
internal sealed class DropConnection(DropConnectionStatement statement, ConnectionList connections) : ICommand
{
    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (!await connections.DropAsync(statement.Name, context.Cancellation) && !statement.IfExists)
        {
            // Says which connections there are.
            _ = await connections.GetAsync(statement.Name, context.Cancellation);
        }

        return null;
    }
}
