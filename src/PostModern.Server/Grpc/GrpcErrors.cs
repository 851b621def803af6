using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Server.Grpc;

/// <summary>What a client is told about an exception: the one place where failures become gRPC statuses.</summary>
internal static class GrpcErrors
{
    public static (GrpcStatusCode Status, string Message) Describe(Exception error, bool deadlineHasPassed) => error switch
    {
        OperationCanceledException or ServerException { Code: ErrorCode.Cancelled } when deadlineHasPassed =>
            (GrpcStatusCode.DeadlineExceeded, "The statement took longer than the client's time-out and was stopped."),
        ServerException e => (StatusOf(e.Code), e.Message),
        RpcException e => (e.Status, e.Message),
        OperationCanceledException => (GrpcStatusCode.Cancelled, "The statement was cancelled."),
        _ => (GrpcStatusCode.Internal, $"The server failed: {error.GetType().Name}: {error.Message}"),
    };

    /// <summary>Whether the failure is ours, and worth a line in the log.</summary>
    public static bool IsBug(Exception error) =>
        error is ServerException { Code: ErrorCode.Internal } or not (ServerException or RpcException or OperationCanceledException);

    private static GrpcStatusCode StatusOf(ErrorCode code) => code switch
    {
        ErrorCode.InvalidInput => GrpcStatusCode.InvalidArgument,
        ErrorCode.NotFound => GrpcStatusCode.NotFound,
        ErrorCode.AlreadyExists => GrpcStatusCode.AlreadyExists,
        ErrorCode.Conflict => GrpcStatusCode.Aborted,
        ErrorCode.Unsupported => GrpcStatusCode.Unimplemented,
        ErrorCode.Unauthenticated => GrpcStatusCode.Unauthenticated,
        ErrorCode.PermissionDenied => GrpcStatusCode.PermissionDenied,
        ErrorCode.ResourceExhausted => GrpcStatusCode.ResourceExhausted,
        ErrorCode.Unavailable => GrpcStatusCode.Unavailable,
        ErrorCode.Cancelled => GrpcStatusCode.Cancelled,
        ErrorCode.Timeout => GrpcStatusCode.DeadlineExceeded,
        _ => GrpcStatusCode.Internal,
    };
}
