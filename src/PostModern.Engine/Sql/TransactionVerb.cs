namespace PostModern.Engine.Sql;

/// <summary>What a <see cref="TransactionStatement"/> does.</summary>
internal enum TransactionVerb
{
    Begin,
    Commit,
    RollBack,
    Save,
    RollBackTo,
    Release,
}
