using PostModern.Lake.Http;
using PostModern.Models.Inference;
using PostModern.Models.Remote;

namespace PostModern.Tests.Models.Remote;

/// <summary>Clients of a <see cref="ModelServer"/>.</summary>
internal static class RemoteServices
{
    public const string Key = "sk-very-secret-0123456789";

    /// <summary>Retries come soon, so that tests don't wait.</summary>
    public static RemoteLimits Limits { get; } = new() { RetryDelay = TimeSpan.FromMilliseconds(5), Timeout = TimeSpan.FromSeconds(20) };

    public static RemoteService OpenAi(ModelServer server, RemoteLimits? limits = null, SpendingLimits? spending = null) =>
        Open(new RemoteModel("m", RemoteProtocol.OpenAi, new Uri($"http://127.0.0.1:{server.Port}/v1"), "gpt-test"), limits, spending);

    public static RemoteService Rest(ModelServer server, RemoteLimits? limits = null) =>
        Open(new RemoteModel("m", RemoteProtocol.InferenceRest, new Uri($"http://127.0.0.1:{server.Port}/"), "add"), limits, null);

    public static RemoteService Grpc(ModelServer server, RemoteLimits? limits = null) =>
        Open(new RemoteModel("m", RemoteProtocol.InferenceGrpc, new Uri($"http://127.0.0.1:{server.GrpcPort}/"), "add"), limits, null);

    private static RemoteService Open(RemoteModel model, RemoteLimits? limits, SpendingLimits? spending) => new(
        model with { Limits = limits ?? Limits, Spending = spending ?? new SpendingLimits(), FindKey = _ => new(Key) }, new AddressPolicy(allowPrivate: true));
}
