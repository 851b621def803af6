namespace PostModern.Lake.Delta;

/// <summary>One line of a Delta commit. Kinds that we have no use for are skipped by the reader.</summary>
/// <remarks>Delta transaction log protocol, section "Actions". Times are milliseconds since 1970.</remarks>
public abstract record DeltaAction
{
    private protected DeltaAction()
    {
    }
}
