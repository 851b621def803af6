using System.Data.Common;
using System.Globalization;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using FailureCode = PostModern.Arrow.Errors.ErrorCode;

namespace PostModern.Data;

/// <summary>A failure that the server reported, or that kept the server from being reached.</summary>
/// <remarks>Misuse of the provider itself is an <see cref="InvalidOperationException"/>, as everywhere in ADO.NET.</remarks>
public sealed class PostModernException : DbException
{
    private ErrorDetails? _details;

    /// <param name="code">Who has to do something about it.</param>
    /// <param name="message">What went wrong, where, and what to do next.</param>
    /// <param name="innerException">The transport's own exception, or a <see cref="TimeoutException"/>.</param>
    public PostModernException(FailureCode code, string message, Exception? innerException = null)
        : base(message, innerException) => Code = code;

    /// <summary>The kind of failure.</summary>
    public FailureCode Code { get; }

    /// <summary>The kind of failure as an SQLSTATE: a class that other databases use for the same thing.</summary>
    public override string SqlState => _details?.Metadata.GetValueOrDefault(ErrorDetails.SqlStateKey) ?? SqlStates.Of(Code);

    /// <summary>The server's own name for the kind of failure, such as <c>NOT_FOUND</c>; null when the failure isn't the server's.</summary>
    public string? ServerCode => _details?.Reason;

    /// <summary>What to try instead, such as the name that was probably meant; null when the message alone must do.</summary>
    public string? Hint => _details?.Metadata.GetValueOrDefault(ErrorDetails.HintKey);

    /// <summary>Where in the statement the mistake is: characters from its start, the first being 1; 0 when unknown.</summary>
    public int Position =>
        int.TryParse(_details?.Metadata.GetValueOrDefault(ErrorDetails.PositionKey), NumberStyles.None, CultureInfo.InvariantCulture, out var position)
            ? position
            : 0;

    /// <summary>The part of the batch that failed; null outside of batches.</summary>
    public new PostModernBatchCommand? BatchCommand { get; private init; }

    /// <summary>Whether the same statement may succeed when it is run again.</summary>
    public override bool IsTransient => Code is FailureCode.Conflict or FailureCode.Unavailable or FailureCode.ResourceExhausted or FailureCode.Timeout;

    /// <inheritdoc />
    protected override DbBatchCommand? DbBatchCommand => BatchCommand;

    internal static PostModernException From(RpcException error, PostModernBatchCommand? batchCommand = null) =>
        new(CodeOf(error.Status), error.Message, error) { _details = error.Details, BatchCommand = batchCommand };

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
