namespace PostModern.Server.Auth;

/// <summary>How a caller showed who it is. The numbers stand in tokens.</summary>
internal enum LoginProof : byte
{
    /// <summary>Not at all: the name, if any, is what the caller said.</summary>
    None = 0,

    /// <summary>A password or an API token of the list of users.</summary>
    Secret = 1,

    /// <summary>A client certificate.</summary>
    Certificate = 2,
}
