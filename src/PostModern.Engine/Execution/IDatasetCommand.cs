namespace PostModern.Engine.Execution;

/// <summary>A statement that makes a new version of a dataset, bound to the version that it starts from.</summary>
internal interface IDatasetCommand
{
    /// <summary>A query with the statement's expressions and all its parameters: preparing it finds the mistakes before anything is written.</summary>
    string Probe => "SELECT 1";

    /// <returns>The number of rows inserted, deleted or updated; null when nothing is counted.</returns>
    Task<long?> ExecuteAsync(CommandContext context);
}
