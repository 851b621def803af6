namespace PostModern.Engine.Execution;

/// <summary>A statement that the engine runs itself: one that changes datasets, bound to the versions that it starts from, or the session.</summary>
internal interface ICommand
{
    /// <summary>A query with the statement's expressions and all its parameters: preparing it finds the mistakes before anything is written.</summary>
    string Probe => "SELECT 1";

    /// <summary>Whether it answers with rows, whose columns are the probe's, and gives them to <see cref="CommandContext.Returned"/> before it commits.</summary>
    bool ReturnsRows => false;

    /// <summary>Whether it goes into the open transaction; the others change things that transactions don't cover.</summary>
    bool IsTransactional => true;

    /// <summary>Whether one execution takes all rows of the parameters; else it runs once a row.</summary>
    bool TakesAllRows => false;

    /// <returns>The number of rows inserted, deleted or updated; null when nothing is counted.</returns>
    Task<long?> ExecuteAsync(CommandContext context);
}
