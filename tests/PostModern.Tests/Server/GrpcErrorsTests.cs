using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using PostModern.Server.Grpc;
using PostModern.Testing;

namespace PostModern.Tests.Server;

public class GrpcErrorsTests
{
    [Theory]
    [InlineData(ErrorCode.InvalidInput, 3)]
    [InlineData(ErrorCode.Cancelled, 1)]
    [InlineData(ErrorCode.Timeout, 4)]
    [InlineData(ErrorCode.NotFound, 5)]
    [InlineData(ErrorCode.AlreadyExists, 6)]
    [InlineData(ErrorCode.PermissionDenied, 7)]
    [InlineData(ErrorCode.ResourceExhausted, 8)]
    [InlineData(ErrorCode.Conflict, 10)]
    [InlineData(ErrorCode.Unsupported, 12)]
    [InlineData(ErrorCode.Internal, 13)]
    [InlineData(ErrorCode.Unavailable, 14)]
    [InlineData(ErrorCode.Unauthenticated, 16)]
    public void Each_code_has_its_status_and_keeps_its_message(ErrorCode code, int status) =>
        Assert.Equal(new CallFailure((GrpcStatusCode)status, code, "why"), GrpcErrors.Describe(new ServerException(code, "why"), false));

    [Fact]
    public void The_documentation_lists_what_programs_are_told()
    {
        var page = File.ReadAllText(Repository.Path("docs", "security.md"));

        Assert.All(Enum.GetValues<ErrorCode>(), code =>
        {
            var status = GrpcErrors.Describe(new ServerException(code, "why"), false).Status;
            Assert.Matches($@"\| `{ErrorReasons.Of(code)}` \| [A-Z_]+ \({(int)status}\) \| {SqlStates.Of(code)} \|", page);
        });
    }

    [Fact]
    public void A_cancellation_after_the_deadline_is_a_time_out() =>
        Assert.Equal(GrpcStatusCode.DeadlineExceeded, GrpcErrors.Describe(new OperationCanceledException(), true).Status);

    [Fact]
    public void An_unforeseen_exception_is_our_bug()
    {
        Assert.Equal(GrpcStatusCode.Internal, GrpcErrors.Describe(new InvalidOperationException("x"), false).Status);
        Assert.True(GrpcErrors.IsBug(new InvalidOperationException()));
        Assert.False(GrpcErrors.IsBug(new OperationCanceledException()));
        Assert.False(GrpcErrors.IsBug(new ServerException(ErrorCode.NotFound, "x")));
    }
}
