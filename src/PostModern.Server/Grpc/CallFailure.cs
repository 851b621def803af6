using System.Globalization;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Flight.Grpc;

namespace PostModern.Server.Grpc;

/// <summary>What a client is told about a failed call, as headers.</summary>
/// <param name="Status">gRPC's number.</param>
/// <param name="Code">Ours.</param>
/// <param name="Message">What, where, and what to do next.</param>
/// <param name="Position">Where in the statement, in characters, the first being 1; null when unknown.</param>
internal sealed record CallFailure(GrpcStatusCode Status, ErrorCode Code, string Message, int? Position = null)
{
    // C++ clients refuse header blocks over 8 KiB and some proxies over 4. The text travels twice, in the details by a third longer, because
    // Go's clients read only those: 1,600 characters leave both below 4 KiB.
    private const int LongestMessage = 1600;

    /// <summary>What to try instead; left out where there is no room for it.</summary>
    public string? Hint { get; init; }

    public IEnumerable<(string Name, string Value)> ToHeaders()
    {
        var encoded = GrpcMessageText.Encode(Message, LongestMessage);
        yield return ("grpc-status", ((int)Status).ToString(CultureInfo.InvariantCulture));
        yield return ("grpc-message", encoded);
        yield return (ErrorDetails.HeaderName, Details(encoded.Length).Encode(Status, GrpcMessageText.Decode(encoded)));
    }

    private ErrorDetails Details(int messageLength)
    {
        var metadata = new Dictionary<string, string> { [ErrorDetails.SqlStateKey] = SqlStates.Of(Code) };
        if (Position is { } position)
        {
            metadata[ErrorDetails.PositionKey] = position.ToString(CultureInfo.InvariantCulture);
        }

        if (Hint is not null && messageLength + Encoding.UTF8.GetByteCount(Hint) <= LongestMessage)
        {
            metadata[ErrorDetails.HintKey] = Hint;
        }

        return new ErrorDetails(ErrorReasons.Of(Code), metadata);
    }
}
