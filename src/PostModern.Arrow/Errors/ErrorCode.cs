namespace PostModern.Arrow.Errors;

/// <summary>Who has to do something about a failure, and what.</summary>
public enum ErrorCode
{
    /// <summary>Our own bug.</summary>
    Internal = 0,

    /// <summary>The statement, argument or input is wrong; the same request fails again.</summary>
    InvalidInput,

    /// <summary>A dataset, version, model, object or function that doesn't exist.</summary>
    NotFound,

    /// <summary>A name that is taken.</summary>
    AlreadyExists,

    /// <summary>Another writer came first; the same statement may succeed when run again.</summary>
    Conflict,

    /// <summary>Known to us and not offered.</summary>
    Unsupported,

    /// <summary>Not logged in.</summary>
    Unauthenticated,

    /// <summary>Logged in, but not allowed.</summary>
    PermissionDenied,

    /// <summary>Memory, disk or a budget is used up.</summary>
    ResourceExhausted,

    /// <summary>Something we depend on does not answer now.</summary>
    Unavailable,

    /// <summary>The client asked for it.</summary>
    Cancelled,

    /// <summary>The deadline passed.</summary>
    Timeout,
}
