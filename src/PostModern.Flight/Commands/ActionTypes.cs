namespace PostModern.Flight.Commands;

/// <summary>The names of Flight's and Flight SQL's actions.</summary>
public static class ActionTypes
{
    // Bodies are packed in Any, both ways.
    public const string CreatePreparedStatement = nameof(CreatePreparedStatement);
    public const string CreatePreparedSubstraitPlan = nameof(CreatePreparedSubstraitPlan);
    public const string ClosePreparedStatement = nameof(ClosePreparedStatement);
    public const string BeginTransaction = nameof(BeginTransaction);
    public const string EndTransaction = nameof(EndTransaction);
    public const string BeginSavepoint = nameof(BeginSavepoint);
    public const string EndSavepoint = nameof(EndSavepoint);
    public const string CancelQuery = nameof(CancelQuery);

    // Bodies are the bare messages, both ways.
    public const string CancelFlightInfo = nameof(CancelFlightInfo);
    public const string RenewFlightEndpoint = nameof(RenewFlightEndpoint);
    public const string SetSessionOptions = nameof(SetSessionOptions);
    public const string GetSessionOptions = nameof(GetSessionOptions);
    public const string CloseSession = nameof(CloseSession);
}
