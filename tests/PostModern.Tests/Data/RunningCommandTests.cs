using PostModern.Arrow.Errors;
using PostModern.Data;
using PostModern.Flight.Grpc;

namespace PostModern.Tests.Data;

/// <summary>What ends an execution, and what the caller hears.</summary>
public sealed class RunningCommandTests
{
    [Fact]
    public async Task The_callers_token_is_a_cancellation()
    {
        using var source = new CancellationTokenSource();
        var running = new RunningCommand(TimeSpan.Zero);
        var step = running.StepAsync(() => WaitAsync(running), source.Token);
        await source.CancelAsync();

        var error = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => step);
        Assert.Equal(source.Token, error.CancellationToken);
    }

    [Fact]
    public async Task The_time_out_is_a_time_out()
    {
        var running = new RunningCommand(TimeSpan.FromMilliseconds(20));

        var error = await Assert.ThrowsAsync<PostModernException>(() => running.StepAsync(() => WaitAsync(running), CancellationToken.None));

        Assert.Equal(ErrorCode.Timeout, error.Code);
        Assert.IsType<TimeoutException>(error.InnerException);
    }

    [Fact]
    public async Task Cancel_is_a_failure_of_its_own_code()
    {
        var running = new RunningCommand(TimeSpan.Zero);
        var step = running.StepAsync(() => WaitAsync(running), CancellationToken.None);
        running.Cancel();

        var error = await Assert.ThrowsAsync<PostModernException>(() => step);
        Assert.Equal((ErrorCode.Cancelled, "57014"), (error.Code, error.SqlState));
    }

    [Fact]
    public async Task Once_stopped_it_stays_stopped()
    {
        var running = new RunningCommand(TimeSpan.Zero);
        running.Cancel();

        await Assert.ThrowsAsync<PostModernException>(() => running.StepAsync(() => WaitAsync(running), CancellationToken.None));
    }

    [Theory]
    [InlineData(GrpcStatusCode.InvalidArgument, ErrorCode.InvalidInput, "42000", false)]
    [InlineData(GrpcStatusCode.NotFound, ErrorCode.NotFound, "42704", false)]
    [InlineData(GrpcStatusCode.Aborted, ErrorCode.Conflict, "40001", true)]
    [InlineData(GrpcStatusCode.Unauthenticated, ErrorCode.Unauthenticated, "28000", false)]
    [InlineData(GrpcStatusCode.Internal, ErrorCode.Internal, "XX000", false)]
    public async Task A_status_becomes_a_code_and_keeps_its_message(GrpcStatusCode status, ErrorCode code, string sqlState, bool isTransient)
    {
        var running = new RunningCommand(TimeSpan.Zero);
        Task<int> Fail() => Task.FromException<int>(new RpcException(status, "what and where"));

        var error = await Assert.ThrowsAsync<PostModernException>(() => running.StepAsync(Fail, CancellationToken.None));

        Assert.Equal((code, sqlState, isTransient, "what and where"), (error.Code, error.SqlState, error.IsTransient, error.Message));
    }

    private static async Task<int> WaitAsync(RunningCommand running)
    {
        await Task.Delay(Timeout.Infinite, running.Token);
        return 0;
    }
}
