using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using PostModern.Arrow.Errors;
using PostModern.Lake.Http;
using PostModern.Lake.Models;
using PostModern.Models.Inference;
using PostModern.Models.Registry;
using PostModern.Models.Remote;
using PostModern.Models.Remote.OpenAi;
using PostModern.Models.Remote.OpenInference;

namespace PostModern.Models.Sources;

/// <summary>Models that servers elsewhere run.</summary>
/// <param name="keys">Finds what the servers want.</param>
/// <param name="addresses">Where connections may lead.</param>
internal sealed class RemoteModelSource(RemoteKeys keys, AddressPolicy addresses)
{
    private static readonly string[] s_answering = ["temperature", "max_tokens", "seed", "dimensions"];

    private static readonly string[] s_options =
    [
        "protocol", "model", "version", "api_key_env", "connection", "concurrency", "requests_per_minute", "tokens_per_minute", "timeout", "retries",
        "max_calls", "max_cost", "price_input", "price_output", "context", "default", "licence", .. s_answering,
    ];

    /// <summary>Whether a definition's source is a server.</summary>
    internal static bool Handles(ModelDefinition model) => AddressOf(model) is not null;

    /// <summary>Checks a definition, and asks the server what only it knows.</summary>
    /// <exception cref="ServerException">InvalidInput: the definition is wrong. Otherwise what the server's answer means.</exception>
    internal async Task<ModelDefinition> ExamineAsync(ModelDefinition model, CancellationToken cancellationToken)
    {
        var facts = new Dictionary<string, string>();
        var task = TaskOf(model);
        using var service = new RemoteService(Describe(model), addresses);
        if (task == ModelTasks.Predict)
        {
            var signature = await ClientOf(service).DescribeAsync(cancellationToken);
            ModelFacts.Keep(facts, signature.Inputs, signature.Outputs);
            if (signature.Version is { } version)
            {
                facts[ModelFacts.Version] = version;
            }
        }
        else if (task == ModelTasks.Embed)
        {
            var wanted = OptionsOf(model).Integer("dimensions", 1, 65_536);
            var vectors = await new OpenAiClient(service).EmbedAsync(["length"], wanted, null, cancellationToken);
            facts[ModelFacts.Dimensions] = vectors[0].Length.ToString(CultureInfo.InvariantCulture);
        }
        else if (service.Model.FindKey is { } find)
        {
            // A key that isn't there is told now.
            _ = await find(cancellationToken);
        }

        return model with { Task = task, Facts = facts };
    }

    /// <summary>The model of a definition that was examined; asks nobody.</summary>
    /// <exception cref="ServerException">InvalidInput: the definition is wrong.</exception>
    internal InstalledModel Load(ModelDefinition model)
    {
        var remote = Describe(model);
        var task = TaskOf(model);
        var options = OptionsOf(model);
        var manifest = new ModelManifest
        {
            Name = model.Name,
            Task = task,
            Family = FamilyOf(task),
            Default = options.Flag("default"),
            Description = $"{remote.Model} at {remote.Endpoint}",
            Licence = options.Text("licence") ?? "",
            Source = model.Source,
            Files = [],
            Graphs = new Dictionary<string, ModelGraph>(),
        };
        return new InstalledModel(manifest, "", DigestOf(model, remote, task), null) { Definition = model, Remote = new RemoteService(remote, addresses) };
    }

    /// <summary>The client of a model with inputs and outputs of its own.</summary>
    internal static IInferenceClient ClientOf(RemoteService service) =>
        service.Model.Protocol == RemoteProtocol.InferenceGrpc ? new GrpcInferenceClient(service) : new RestInferenceClient(service);

    private RemoteModel Describe(ModelDefinition model)
    {
        var options = OptionsOf(model);
        var (protocol, endpoint, name, version) = AddressOf(model)!;
        return new RemoteModel(model.Name, protocol, endpoint, name)
        {
            Version = version,
            FindKey = keys.Find(options.Text("api_key_env"), options.Text("connection"), endpoint),
            Context = options.Integer("context", 256, 100_000_000) ?? 8192,
            Temperature = options.Number("temperature", 0, 2),
            MaxTokens = options.Integer("max_tokens", 1, 10_000_000),
            Seed = options.Integer("seed", 0, int.MaxValue),
            Dimensions = options.Integer("dimensions", 1, 65_536),
            Limits = LimitsOf(options),
            Spending = new SpendingLimits
            {
                MaxCalls = options.Integer("max_calls", 0, int.MaxValue),
                MaxCost = options.Number("max_cost", 0, 1e12),
                InputPrice = options.Number("price_input", 0, 1e12) ?? 0,
                OutputPrice = options.Number("price_output", 0, 1e12) ?? 0,
            },
        };
    }

    private static RemoteLimits LimitsOf(ModelOptions options)
    {
        var usual = new RemoteLimits();
        return usual with
        {
            Concurrency = options.Integer("concurrency", 1, 1000) ?? usual.Concurrency,
            RequestsPerMinute = options.Number("requests_per_minute", 0.1, 1e9),
            TokensPerMinute = options.Number("tokens_per_minute", 1, 1e12),
            Timeout = TimeSpan.FromSeconds(options.Number("timeout", 0.1, 86_400) ?? usual.Timeout.TotalSeconds),
            Retries = options.Integer("retries", 0, 100) ?? usual.Retries,
        };
    }

    private static string TaskOf(ModelDefinition model)
    {
        var isOpenAi = AddressOf(model)!.Protocol == RemoteProtocol.OpenAi;
        return (isOpenAi, model.Task) switch
        {
            (true, null or ModelTasks.Chat or "complete" or "ai_complete") => ModelTasks.Chat,
            (true, ModelTasks.Embed or ModelTasks.Transcribe) => model.Task,
            (false, null or ModelTasks.Predict) => ModelTasks.Predict,
            _ => throw new ServerException(
                ErrorCode.InvalidInput,
                $"A model from '{model.Source.Split('?')[0]}' can't have the task '{model.Task}', only {(isOpenAi ? "chat, embed or transcribe" : "predict")}."),
        };
    }

    private static string FamilyOf(string task) => task switch
    {
        ModelTasks.Chat => ModelTasks.ChatFamily,
        ModelTasks.Embed => ModelTasks.EmbeddingFamily,
        ModelTasks.Transcribe => ModelTasks.TranscriptionFamily,
        _ => ModelTasks.InferenceFamily,
    };

    private static RemoteAddress? AddressOf(ModelDefinition model) => RemoteAddress.TryParse(model.Source, model["protocol"], model["model"], model["version"]);

    private static ModelOptions OptionsOf(ModelDefinition model) => new(model, s_options);

    /// <summary>Of all that an answer may depend on, as far as it can be known from here.</summary>
    private static string DigestOf(ModelDefinition model, RemoteModel remote, string task)
    {
        var lines = new List<string> { "remote", task, remote.Protocol.ToString(), remote.Endpoint.AbsoluteUri, remote.Model, remote.Version ?? "" };
        lines.AddRange(model.Facts.OrderBy(fact => fact.Key, StringComparer.Ordinal).Select(fact => $"{fact.Key}={fact.Value}"));
        lines.AddRange(s_answering.Where(model.Options.ContainsKey).Select(option => $"{option}={model[option]}"));
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join('\n', lines))));
    }
}
