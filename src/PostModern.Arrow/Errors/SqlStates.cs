namespace PostModern.Arrow.Errors;

/// <summary>The kinds of failures as SQLSTATEs: the classes that PostgreSQL uses for the same things.</summary>
public static class SqlStates
{
    public static string Of(ErrorCode code) => code switch
    {
        ErrorCode.InvalidInput => "42000",
        ErrorCode.NotFound => "42704",
        ErrorCode.AlreadyExists => "42710",
        ErrorCode.Conflict => "40001",
        ErrorCode.Unsupported => "0A000",
        ErrorCode.Unauthenticated => "28000",
        ErrorCode.PermissionDenied => "42501",
        ErrorCode.ResourceExhausted => "53000",
        ErrorCode.Unavailable => "08006",
        ErrorCode.Cancelled or ErrorCode.Timeout => "57014",
        _ => "XX000",
    };
}
