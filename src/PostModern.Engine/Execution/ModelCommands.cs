using PostModern.Engine.Functions;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>Binds statements about models.</summary>
internal static class ModelCommands
{
    public static ICommand Bind(ModelStatement statement, UserModels models) => statement switch
    {
        CreateModelStatement create => new CreateModel(create, models),
        DropModelStatement drop => new DropModel(drop, models),
        _ => throw new InvalidOperationException($"No command for {statement.GetType().Name}."),
    };
}

/// <summary>CREATE MODEL: at once and outside of transactions.</summary>
internal sealed class CreateModel : ICommand
{
    private readonly CreateModelStatement _statement;
    private readonly UserModels _models;

    public CreateModel(CreateModelStatement statement, UserModels models)
    {
        (_statement, _models) = (statement, models);

        // A key in the statement is refused before anything is run or logged.
        _ = models.Define(statement.Name, statement.Source, statement.Task, statement.Options, "");
    }

    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        if (_statement.IfNotExists && await _models.HasAsync(_statement.Name, context.Cancellation))
        {
            return null;
        }

        var model = _models.Define(_statement.Name, _statement.Source, _statement.Task, _statement.Options, context.Statement.User);
        await _models.CreateAsync(model, _statement.OrReplace, context.Cancellation);
        return null;
    }
}

/// <summary>DROP MODEL: what it has answered stays where it was written.</summary>
internal sealed class DropModel(DropModelStatement statement, UserModels models) : ICommand
{
    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        await models.DropAsync(statement.Name, statement.IfExists, context.Cancellation);
        return null;
    }
}
