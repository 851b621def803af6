using System.Diagnostics.CodeAnalysis;
using Google.Protobuf;
using Google.Protobuf.WellKnownTypes;
using PostModern.Flight.Messages;
using Status = PostModern.Flight.Messages.Status;

namespace PostModern.Flight.Grpc;

/// <summary>Why a call failed, for programs: the header <c>grpc-status-details-bin</c>.</summary>
/// <param name="Reason">In UPPER_SNAKE_CASE, such as NOT_FOUND.</param>
/// <param name="Metadata">More about it, such as <see cref="SqlStateKey"/>.</param>
/// <remarks>A google.rpc.Status with one google.rpc.ErrorInfo, in base64 without padding.</remarks>
public sealed record ErrorDetails(string Reason, IReadOnlyDictionary<string, string> Metadata)
{
    public const string HeaderName = "grpc-status-details-bin";

    /// <summary>The failure as an SQLSTATE.</summary>
    public const string SqlStateKey = "sqlstate";

    /// <summary>Where in the statement the mistake is: characters from its start, the first being 1.</summary>
    public const string PositionKey = "position";

    /// <summary>What to try instead.</summary>
    public const string HintKey = "hint";

    private const string Domain = "postmodern";

    /// <summary>The header's value.</summary>
    public string Encode(GrpcStatusCode status, string message)
    {
        var info = new ErrorInfo { Reason = Reason, Domain = Domain, Metadata = { Metadata.ToDictionary() } };
        return Convert.ToBase64String(new Status { Code = (int)status, Message = message, Details = { Any.Pack(info) } }.ToByteArray()).TrimEnd('=');
    }

    /// <returns>False when <paramref name="value"/> has nothing of ours.</returns>
    public static bool TryDecode(string value, [NotNullWhen(true)] out ErrorDetails? details)
    {
        details = null;
        try
        {
            var bytes = Convert.FromBase64String(value.TrimEnd('=').PadRight((value.TrimEnd('=').Length + 3) / 4 * 4, '='));
            foreach (var detail in Status.Parser.ParseFrom(bytes).Details)
            {
                if (detail.TryUnpack<ErrorInfo>(out var info) && info.Domain == Domain)
                {
                    details = new ErrorDetails(info.Reason, info.Metadata.ToDictionary());
                }
            }
        }
        catch (Exception e) when (e is FormatException or InvalidProtocolBufferException)
        {
            // Another server's, or a proxy's: the status and its text are still there.
        }

        return details is not null;
    }
}
