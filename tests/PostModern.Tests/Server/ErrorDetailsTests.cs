using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;
using PostModern.Flight.Messages;
using PostModern.Server.Grpc;
using Enum = System.Enum;
using Status = PostModern.Flight.Messages.Status;

namespace PostModern.Tests.Server;

public class ErrorDetailsTests(ServerFixture fixture) : IClassFixture<ServerFixture>
{
    [Theory]
    [InlineData("SELEC 1", "INVALID_INPUT", "42000", "1")]
    [InlineData(" \n/* 🚗 */ SELECT 'ü', nope", "INVALID_INPUT", "42000", "23")]
    [InlineData("FROM no_such_table AS OF VERSION 1", "NOT_FOUND", "42704", null)]
    public async Task A_client_gets_reason_sqlstate_and_position(string sql, string reason, string sqlState, string? position)
    {
        var error = await Assert.ThrowsAsync<RpcException>(() => fixture.Connect().QueryAsync(sql, null, default));

        Assert.Equal((reason, sqlState), (error.Details?.Reason, error.SqlState));
        Assert.Equal(position, error.Details?.Metadata.GetValueOrDefault(ErrorDetails.PositionKey));
    }

    [Fact]
    public async Task An_error_in_the_middle_of_a_stream_has_details_in_its_trailers()
    {
        await using var stream = await fixture.Connect().QueryAsync("SELECT CASE WHEN i < 500000 THEN i ELSE error('late') END FROM range(600000) r(i)", null, default);

        var error = await Assert.ThrowsAsync<RpcException>(() => stream.ReadAsync());

        Assert.Equal("INVALID_INPUT", error.Details?.Reason);
    }

    public static TheoryData<ErrorCode> Codes => [.. Enum.GetValues<ErrorCode>()];

    [Theory]
    [MemberData(nameof(Codes))]
    public void Each_code_has_a_reason_of_its_own_and_an_sqlstate(ErrorCode code)
    {
        var others = Enum.GetValues<ErrorCode>().Where(other => other != code).Select(ErrorReasons.Of);

        Assert.Matches("^[A-Z]+(_[A-Z]+)*$", ErrorReasons.Of(code));
        Assert.DoesNotContain(ErrorReasons.Of(code), others);
        Assert.Matches("^[0-9A-Z]{5}$", SqlStates.Of(code));
    }

    [Theory]
    [InlineData("x")]
    [InlineData("ü")]
    [InlineData("🚗")]
    [InlineData("%")]
    [InlineData("\n")]
    public void However_long_the_text_the_headers_stay_below_4_KiB_and_agree(string letter)
    {
        var failure = new CallFailure(GrpcStatusCode.ResourceExhausted, ErrorCode.ResourceExhausted, string.Concat(Enumerable.Repeat(letter, 100_000)), int.MaxValue);

        var headers = failure.ToHeaders().ToDictionary(h => h.Name, h => h.Value);

        Assert.True(headers.Sum(h => h.Key.Length + h.Value.Length) < 4096);
        Assert.All(headers.Values.SelectMany(value => value), c => Assert.InRange(c, ' ', '~'));
        var text = GrpcMessageText.Decode(headers["grpc-message"]);
        Assert.StartsWith(letter, text, StringComparison.Ordinal);
        var status = Status.Parser.ParseFrom(Convert.FromBase64String(Pad(headers[ErrorDetails.HeaderName])));
        Assert.Equal((8, text), (status.Code, status.Message));
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64 !")]
    [InlineData("AAAA")]
    public void What_isnt_ours_is_no_failure_of_its_own(string value) => Assert.False(ErrorDetails.TryDecode(value, out _));

    [Fact]
    public void Details_of_another_domain_are_left_alone()
    {
        var foreign = new Status { Code = 3, Details = { Any.Pack(new ErrorInfo { Reason = "X", Domain = "elsewhere" }), Any.Pack(new Status()) } };

        Assert.False(ErrorDetails.TryDecode(Convert.ToBase64String(foreign.ToByteArray()), out _));
    }

    private static string Pad(string unpadded) => unpadded.PadRight((unpadded.Length + 3) / 4 * 4, '=');
}
