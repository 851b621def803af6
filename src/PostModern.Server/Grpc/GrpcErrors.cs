using Google.Protobuf;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Server.Grpc;

/// <summary>What a client is told about an exception: the one place where failures become gRPC statuses.</summary>
internal static class GrpcErrors
{
    public static CallFailure Describe(Exception error, bool deadlineHasPassed) => error switch
    {
        OperationCanceledException or ServerException { Code: ErrorCode.Cancelled } when deadlineHasPassed =>
            Of(ErrorCode.Timeout, "The statement took longer than the client's time-out and was stopped."),
        ServerException e => Of(e.Code, e.Message) with { Position = e.Position, Hint = e.Hint },
        RpcException e => new(e.Status, CodeOf(e.Status), e.Message),
        OperationCanceledException => Of(ErrorCode.Cancelled, "The statement was cancelled."),
        InvalidProtocolBufferException e => Of(ErrorCode.InvalidInput, $"The message can't be read: {e.Message}"),
        _ => Of(ErrorCode.Internal, $"The server failed: {error.GetType().Name}: {error.Message}"),
    };

    /// <summary>Whether the failure is ours, and worth a line in the log.</summary>
    public static bool IsBug(Exception error) =>
        error is ServerException { Code: ErrorCode.Internal } or not (ServerException or RpcException or OperationCanceledException or InvalidProtocolBufferException);

    private static CallFailure Of(ErrorCode code, string message) => new(StatusOf(code), code, message);

    // What the layers below us say about messages that a client sent.
    private static ErrorCode CodeOf(GrpcStatusCode status) => status switch
    {
        GrpcStatusCode.InvalidArgument => ErrorCode.InvalidInput,
        GrpcStatusCode.Unimplemented => ErrorCode.Unsupported,
        GrpcStatusCode.ResourceExhausted => ErrorCode.ResourceExhausted,
        GrpcStatusCode.Unavailable => ErrorCode.Unavailable,
        _ => ErrorCode.Internal,
    };

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
