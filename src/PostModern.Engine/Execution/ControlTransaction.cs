using PostModern.Engine.Catalog;
using PostModern.Engine.Sql;

namespace PostModern.Engine.Execution;

/// <summary>BEGIN, COMMIT, ROLLBACK and SAVEPOINT: the transaction that a session's statements join without naming it.</summary>
internal sealed class ControlTransaction(TransactionStatement statement, SessionTransactions transactions) : ICommand
{
    public bool IsTransactional => false;

    public async Task<long?> ExecuteAsync(CommandContext context)
    {
        switch (statement.Verb)
        {
            case TransactionVerb.Begin:
                transactions.BeginCurrent();
                break;
            case TransactionVerb.Commit:
                await transactions.EndCurrentAsync(commit: true, context.Cancellation);
                break;
            case TransactionVerb.RollBack:
                await transactions.EndCurrentAsync(commit: false, context.Cancellation);
                break;
            case TransactionVerb.Save:
                transactions.GetCurrent().Save(statement.Savepoint);
                break;
            case TransactionVerb.RollBackTo:
                transactions.GetCurrent().RollBackTo(new SavepointName(null, statement.Savepoint));
                break;
            default:
                transactions.GetCurrent().Release(new SavepointName(null, statement.Savepoint));
                break;
        }

        return null;
    }
}
