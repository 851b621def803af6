using System.Data.Common;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using FailureCode = PostModern.Arrow.Errors.ErrorCode;

namespace PostModern.Data;

/// <summary>A failure that the server reported, or that kept the server from being reached.</summary>
/// <remarks>Misuse of the provider itself is an <see cref="InvalidOperationException"/>, as everywhere in ADO.NET.</remarks>
public sealed class PostModernException : DbException
{
    /// <param name="code">Who has to do something about it.</param>
    /// <param name="message">What went wrong, where, and what to do next.</param>
    /// <param name="innerException">The transport's own exception, or a <see cref="TimeoutException"/>.</param>
    public PostModernException(FailureCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The kind of failure.</summary>
    public FailureCode Code { get; }

    /// <summary>The kind of failure as an SQLSTATE: a class that other databases use for the same thing.</summary>
    public override string SqlState => SqlStates.Of(Code);

    /// <summary>Whether the same statement may succeed when it is run again.</summary>
    public override bool IsTransient => Code is FailureCode.Conflict or FailureCode.Unavailable or FailureCode.ResourceExhausted or FailureCode.Timeout;

    internal static PostModernException From(RpcException error) => new(CodeOf(error.Status), error.Message, error);

    // A status that our server never sends, such as DataLoss, is somebody's bug: Internal.
    private static FailureCode CodeOf(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.InvalidArgument or GrpcStatusCode.OutOfRange or GrpcStatusCode.FailedPrecondition => FailureCode.InvalidInput,
        GrpcStatusCode.NotFound => FailureCode.NotFound,
        GrpcStatusCode.AlreadyExists => FailureCode.AlreadyExists,
        GrpcStatusCode.Aborted => FailureCode.Conflict,
        GrpcStatusCode.Unimplemented => FailureCode.Unsupported,
        GrpcStatusCode.Unauthenticated => FailureCode.Unauthenticated,
        GrpcStatusCode.PermissionDenied => FailureCode.PermissionDenied,
        GrpcStatusCode.ResourceExhausted => FailureCode.ResourceExhausted,
        GrpcStatusCode.Unavailable => FailureCode.Unavailable,
        GrpcStatusCode.Cancelled => FailureCode.Cancelled,
        GrpcStatusCode.DeadlineExceeded => FailureCode.Timeout,
        _ => FailureCode.Internal,
    };
}
